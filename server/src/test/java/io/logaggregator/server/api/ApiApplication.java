package io.logaggregator.server.api;

import static io.logaggregator.server.api.FakePorts.NOW;

import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.ledger.Ledger;
import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.logs.match.AttributeReader;
import io.logaggregator.core.metrics.MetricSearch;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.server.access.AccessPorts;
import io.logaggregator.server.logs.tail.FakeTail;
import io.logaggregator.server.page.PageController;
import io.logaggregator.server.settings.AggregatorSettings.EnrichmentSettings;
import io.logaggregator.server.settings.AggregatorSettings.ExportSettings;
import io.logaggregator.server.settings.AggregatorSettings.IngestSettings;
import io.logaggregator.server.settings.AggregatorSettings.MemorySettings;
import io.logaggregator.server.settings.AggregatorSettings.TailSettings;
import io.logaggregator.server.settings.AlertSettings;
import io.logaggregator.server.settings.ApiSettings;
import io.logaggregator.server.settings.ExampleSettings;
import io.logaggregator.server.settings.GatewaySettings;
import io.logaggregator.server.settings.HttpSettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.QueueSettings.TopicFormat;
import io.logaggregator.server.settings.values.OptionalFile;
import io.logaggregator.testkit.fakes.FakeAlertRules;
import io.logaggregator.wire.attributes.JsonAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.util.unit.DataSize;

/** The routes of the server on ports that know one of everything. No configuration that a scan of the server finds. */
@Import({AlertPorts.class, AccessPorts.class, PageController.class, WithKey.class})
@EnableAutoConfiguration
@ComponentScan(
        basePackages = {
            "io.logaggregator.server.http",
            "io.logaggregator.server.overload",
            "io.logaggregator.server.web",
            "io.logaggregator.server.security",
            "io.logaggregator.server.logs",
            "io.logaggregator.server.metrics",
            "io.logaggregator.server.hosts",
            "io.logaggregator.server.alerting.api",
            "io.logaggregator.server.alerting.silence",
            "io.logaggregator.server.notifications.api",
            "io.logaggregator.server.access.api",
            "io.logaggregator.server.ingest.api"
        },
        excludeFilters = @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
class ApiApplication {

    @Bean
    FakePorts ports() {
        return new FakePorts();
    }

    @Bean
    LogSearch logs(FakePorts ports) {
        return ports.logs;
    }

    @Bean
    LogExport export(FakePorts ports) {
        return ports.export;
    }

    @Bean
    LogTail tail() {
        return new FakeTail();
    }

    @Bean
    AttributeReader attributeReader() {
        return new JsonAttributes();
    }

    @Bean
    TailSettings tailSettings() {
        return new TailSettings(10, DataSize.ofMegabytes(1), Duration.ofSeconds(10));
    }

    @Bean
    IngestSettings ingestSettings() {
        return new IngestSettings(1, 100, DataSize.ofMegabytes(1), 100, 100, 100);
    }

    @Bean
    ExportSettings exportSettings() {
        return new ExportSettings(1, DataSize.ofKilobytes(10));
    }

    @Bean
    MetricSearch metrics(FakePorts ports) {
        return ports.metrics;
    }

    @Bean
    HostDirectory hosts(FakePorts ports) {
        return ports.hosts;
    }

    @Bean
    RejectedMessages rejectedMessages(FakePorts ports) {
        return ports.rejectedMessages;
    }

    @Bean
    Ledger ledger(FakePorts ports) {
        return ports.ledger;
    }

    @Bean
    FakeAlertRules alertRules() {
        return new FakeAlertRules();
    }

    @Bean
    AlertSettings alertSettings() {
        return new AlertSettings(
                new AlertSettings.Thresholds(80, 85, 1000),
                "",
                1000,
                Duration.ofMinutes(3),
                Severity.MEDIUM,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new AlertSettings.Webhook(
                        Duration.ofSeconds(10),
                        false,
                        4,
                        Duration.ofHours(24),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(5)));
    }

    @Bean
    FakeAuditLog auditLog() {
        return new FakeAuditLog();
    }

    @Bean
    EnrichmentSettings enrichmentSettings() {
        return new EnrichmentSettings("prod", "", "", List.of(), ZoneOffset.UTC, Duration.ofMinutes(10));
    }

    @Bean
    FakeStoredHistory storedHistory() {
        return new FakeStoredHistory();
    }

    @Bean
    MessageQueue queue(FakePorts ports) {
        return ports.queue;
    }

    @Bean
    InstantSource clock() {
        return InstantSource.fixed(NOW);
    }

    @Bean
    GatewaySettings gatewaySettings() {
        return ExampleSettings.gateways();
    }

    @Bean
    MemorySettings memorySettings() {
        return ExampleSettings.memory();
    }

    @Bean
    ApiSettings apiSettings() {
        return ExampleSettings.api();
    }

    @Bean
    HttpSettings httpSettings() {
        return ExampleSettings.http();
    }

    @Bean
    QueueSettings queueSettings() {
        return new QueueSettings(
                List.of(TopicFormat.of("system-metrics=agent"), TopicFormat.of("logs=log")),
                new QueueSettings.Kafka(
                        "unused:1", "unused", "", Duration.ofSeconds(1), OptionalFile.of(""), Map.of()));
    }
}
