package io.logaggregator.server.settings.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.logaggregator.server.settings.binding.SettingsCheck.SettingError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SettingsCheckTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withInitializer(new ConfigDataApplicationContextInitializer());

    @TempDir
    private Path directory;

    @Test
    void defaults_areValid() {
        check(runner, check -> {
            assertThat(check.errors()).isEmpty();
            assertThat(check.settings()).isPresent();
        });
    }

    @Test
    void errors_areReportedAllAtOnce() {
        assertThat(errorsOf(
                        "aggregator.databse.url=x",
                        "aggregator.ingest.consumers=many",
                        "aggregator.ingest.max-batch-messages=0",
                        "aggregator.ingest.max-batch-bytes=1KB",
                        "aggregator.retention.period=soon",
                        "aggregator.queue.topics=logs=xml",
                        "aggregator.enrichment.time-zone=Mars/Base",
                        "aggregator.alerts.webhook.allow-private-targets=perhaps",
                        "aggregator.http.tls.certificate=/tls.crt",
                        "aggregator.http.body-timeout=0s",
                        "aggregator.canary.interval="))
                .satisfiesExactlyInAnyOrder(
                        begins(
                                "aggregator.databse.url: unknown key (expected: one of aggregator.alerts.*, aggregator.api.*"),
                        begins("aggregator.ingest.consumers: many (expected: a whole number)"),
                        begins("aggregator.ingest.max-batch-messages: 0 (expected: 1 to 100000)"),
                        begins("aggregator.ingest.max-batch-bytes: 1KB (expected: 64KB to 512MB)"),
                        begins("aggregator.retention.period: soon (expected: a duration, for example 30s"),
                        begins("aggregator.enrichment.time-zone: Mars/Base (expected: a time zone, for example UTC"),
                        begins("aggregator.queue.topics: logs=xml: format: xml (expected: one of [agent, log, auto, "),
                        begins("aggregator.alerts.webhook.allow-private-targets: perhaps (expected: true or false)"),
                        begins("aggregator.http.tls.key: no value (expected: the key of /tls.crt)"),
                        begins("aggregator.http.body-timeout: 0s (expected: 1s to 1h)"),
                        begins("aggregator.canary.interval: no value (expected: a value, for example 10s)"));
    }

    @Test
    void errorsInLists_areReportedByIndex() {
        assertThat(errorsOf(
                        "aggregator.alerts.rules[0].name=a",
                        "aggregator.alerts.rules[0].condition.type=none",
                        "aggregator.alerts.rules[1].name=b",
                        "aggregator.alerts.rules[1].condition.type=threshold",
                        "aggregator.alerts.rules[1].condition.metric=m",
                        "aggregator.alerts.rules[1].severities.HIGH=much",
                        "aggregator.alerts.rules[2].nam=c",
                        "aggregator.alerts.rules[2].description=of no name",
                        "aggregator.alerts.channels[0].url=https://example.org/hunter2"))
                .satisfiesExactlyInAnyOrder(
                        begins("aggregator.alerts.rules[0].condition.type: none (expected: "),
                        begins("aggregator.alerts.rules[1].severities.HIGH: much (expected: "),
                        begins("aggregator.alerts.rules[2].nam: unknown key (expected: "),
                        begins("aggregator.alerts.rules[2].condition.type: nothing (expected: "),
                        begins("aggregator.alerts.channels[0].name: no value (expected: 1 to 200 characters"));
    }

    @Test
    void elementWithUnknownKeysOnly_isReportedOnce() {
        assertThat(errorsOf("aggregator.alerts.rules[0].nam=c"))
                .singleElement()
                .satisfies(begins("aggregator.alerts.rules[0].nam: unknown key (expected: "));
    }

    @Test
    void listWithGap_isRejected() {
        assertThat(errorsOf(
                        "aggregator.alerts.channels[1].name=hooks",
                        "aggregator.alerts.channels[1].url=https://example.org"))
                .singleElement()
                .satisfies(
                        begins("aggregator.alerts.channels[1].name: no element before it (expected: indexes from 0"));
    }

    @Test
    void invalidElement_isReportedOnce() {
        assertThat(errorsOf(
                        "aggregator.queue.topics[0]=logs=log",
                        "aggregator.queue.topics[1]=metrics=xml",
                        "aggregator.queue.topics[2]=others=auto"))
                .singleElement()
                .satisfies(begins("aggregator.queue.topics: metrics=xml: format: xml (expected: "));
    }

    @Test
    void invalidOwnPorts_areReported() {
        assertThat(errorsOf("aggregator.gateways.ports=elasticsearch=9200,kibana=5601"))
                .singleElement()
                .satisfies(begins("aggregator.gateways.ports: kibana=5601 (expected: protocol=port, with a protocol of "
                        + "otlp, otlp-grpc, "));
        assertThat(errorsOf("aggregator.gateways.ports=loki=65536")).hasSize(1);
        assertThat(errorsOf("aggregator.gateways.ports=loki=3100,loki=3101"))
                .singleElement()
                .satisfies(begins("aggregator.gateways.ports: loki twice (expected: each protocol once)"));
        assertThat(errorsOf("aggregator.gateways.ports=otlp=4318, otlp-grpc=4317"))
                .isEmpty();
    }

    @Test
    void errorsOfOneElement_areAllReported() {
        assertThat(errorsOf(
                        "aggregator.alerts.channels[0].name=hooks",
                        "aggregator.alerts.channels[0].enabled=perhaps",
                        "aggregator.alerts.channels[0].min-severity=WORST",
                        "aggregator.alerts.channels[0].url=https://example.org"))
                .satisfiesExactlyInAnyOrder(
                        begins("aggregator.alerts.channels[0].enabled: perhaps (expected: true or false)"),
                        begins("aggregator.alerts.channels[0].min-severity: WORST (expected: one of LOW, "));
    }

    @Test
    void error_statesItsOrigin() throws IOException {
        Path file = Files.writeString(directory.resolve("application.yaml"), """
                aggregator:
                  retention:
                    period: soon
                  cach:
                    size: 1MB
                """);
        ApplicationContextRunner withFile =
                runner.withSystemProperties("spring.config.additional-location=file:" + directory + "/");

        check(
                withFile,
                check -> assertThat(check.errors())
                        .extracting(SettingError::key, SettingError::origin)
                        .containsExactly(
                                tuple("aggregator.cach.size", "URL [" + url(file) + "] - 5:11"),
                                tuple("aggregator.retention.period", "URL [" + url(file) + "] - 3:13")));
    }

    @Test
    void errorOfADefault_hasNoOrigin() {
        check(
                runner.withPropertyValues("aggregator.http.tls.certificate=/tls.crt"),
                check -> assertThat(check.errors())
                        .singleElement()
                        .hasToString("aggregator.http.tls.key: no value (expected: the key of /tls.crt)"));
    }

    @Test
    void invalidValues_areReplacedByDefaults() {
        check(
                runner.withPropertyValues("aggregator.retention.period=soon", "aggregator.ingest.consumers=7"),
                check -> assertThat(check.settings()).hasValueSatisfying(settings -> {
                    assertThat(settings.retention().period()).isEqualTo(Duration.ofDays(30));
                    assertThat(settings.ingest().consumers()).isEqualTo(7);
                }));
    }

    private static String url(Path file) {
        return "file:" + file;
    }

    private static Consumer<String> begins(String text) {
        return error -> assertThat(error).startsWith(text);
    }

    private List<String> errorsOf(String... settings) {
        List<String> errors = new ArrayList<>();
        check(
                runner.withPropertyValues(settings),
                check -> check.errors().forEach(error -> errors.add(error.toString())));
        return errors;
    }

    private static void check(ApplicationContextRunner runner, Consumer<SettingsCheck> assertions) {
        runner.run(context -> assertions.accept(SettingsCheck.of(context.getEnvironment())));
    }
}
