package io.logaggregator.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.graphite.GraphiteMeterRegistry;
import io.micrometer.influx.InfluxMeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** Clients of the JVM. */
class JavaClientsIT {

    private static final TestedServer SERVER = TestedServer.shared();

    @Test
    void elasticsearchJava_indexesDocuments() throws IOException {
        try (ElasticsearchClient client =
                ElasticsearchClient.of(builder -> builder.host("http://127.0.0.1:" + SERVER.port() + "/es")
                        .usernameAndPassword("any", TestedServer.KEY))) {
            BulkResponse response =
                    client.bulk(bulk -> bulk.operations(operation -> operation.create(create -> create.index("logs")
                            .document(Map.of(
                                    "@timestamp", Instant.now().toString(),
                                    "message", "payment of elasticsearch-java",
                                    "host", Map.of("name", "web-1"),
                                    "log.level", "error",
                                    "service.name", "shop")))));
            assertThat(response.errors()).isFalse();
        }

        assertEvent(SERVER.awaitLog("payment of elasticsearch-java"));
    }

    @Test
    void loki4j_pushesLines() {
        LoggerContext context = logback("<configuration>" + SourcesDocument.configuration("loki4j", SERVER)
                + "<root><appender-ref ref=\"AGGREGATOR\"/></root></configuration>");
        context.getLogger("checkout").error("payment of loki4j");
        context.stop(); // sends the rest

        assertEvent(SERVER.awaitLog("payment of loki4j"));
    }

    @Test
    void logbackGelf_sendsMessages() {
        LoggerContext context = logback("<configuration>"
                + SourcesDocument.configuration("logback-gelf", SERVER)
                        .replaceFirst(
                                "<encoder class=\"de.siegmar.logbackgelf.GelfEncoder\">",
                                "$0<originHost>web-1</originHost>")
                + "<root><appender-ref ref=\"GELF\"/></root></configuration>");
        context.getLogger("checkout").error("payment of logback-gelf");
        context.stop();

        assertEvent(SERVER.awaitLog("payment of logback-gelf"));
    }

    @Test
    void logstashEncoder_writesRecordsForKafka(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("lines.json");
        LoggerContext context = logback(SourcesDocument.configuration("logstash-logback-encoder", SERVER)
                .replace(
                        "ch.qos.logback.core.ConsoleAppender\">",
                        "ch.qos.logback.core.FileAppender\"><file>" + file + "</file>"));
        context.getLogger("checkout")
                .error("payment of logstash-logback-encoder", new IllegalStateException("no funds"));
        context.stop();

        Program.run(
                directory,
                Map.of(),
                List.of(
                        Program.find("kcat").toString(),
                        "-P",
                        "-b",
                        SERVER.bootstrapServers(),
                        "-t",
                        SERVER.logTopic(),
                        "-l",
                        file.toString()));

        JsonNode event = SERVER.awaitLog("payment of logstash-logback-encoder");
        assertEvent(event);
        assertThat(event.get("component").asString()).isEqualTo("checkout");
        assertThat(event.get("attributes").toString()).contains("no funds");
    }

    @Test
    void log4j_appendsToKafka() throws IOException {
        String configuration = SourcesDocument.configuration("log4j2-kafka", SERVER)
                .replace("topic=\"logs\"", "topic=\"" + SERVER.logTopic() + "\"");
        try (var context = new org.apache.logging.log4j.core.LoggerContext("clients")) {
            context.start(new XmlConfiguration(
                    context, new ConfigurationSource(new ByteArrayInputStream(configuration.getBytes(UTF_8)))));
            context.getLogger("checkout").error("payment of log4j");
        }

        assertEvent(SERVER.awaitLog("payment of log4j"));
    }

    @Test
    void micrometer_sendsLinesOfInflux() {
        Map<String, String> settings = springSettings("micrometer-influx");
        count(new InfluxMeterRegistry(key -> value(settings, key), Clock.SYSTEM), "orders.of.micrometer.influx");

        assertThat(SERVER.awaitPoint("orders_of_micrometer_influx", "web-1")
                        .get("max")
                        .asDouble())
                .isEqualTo(7);
    }

    @Test
    void micrometer_sendsOtlp() {
        Map<String, String> settings = springSettings("micrometer-otlp");
        count(new OtlpMeterRegistry(key -> value(settings, key), Clock.SYSTEM), "orders.of.micrometer.otlp");

        assertThat(SERVER.awaitPoint("orders.of.micrometer.otlp", "web-1")
                        .get("max")
                        .asDouble())
                .isEqualTo(7);
    }

    @Test
    void micrometer_sendsLinesOfGraphite() {
        Map<String, String> settings = springSettings("micrometer-graphite");
        count(new GraphiteMeterRegistry(key -> value(settings, key), Clock.SYSTEM), "orders.of.micrometer.graphite");

        assertThat(SERVER.awaitPoint("orders.of.micrometer.graphite", "web-1")
                        .get("max")
                        .asDouble())
                .isEqualTo(7);
    }

    private static void count(MeterRegistry registry, String name) {
        registry.config().commonTags("host", "web-1");
        registry.gauge(name, 7);
        registry.close(); // sends
    }

    /** Settings of a registry in the notation of Spring Boot, by their last name. */
    private static Map<String, String> springSettings(String name) {
        Map<String, Object> groups = new Yaml().load(SourcesDocument.configuration(name, SERVER));
        Map<String, String> settings = new HashMap<>();
        groups.forEach((group, values) -> {
            if (group.endsWith(".export") && values instanceof Map<?, ?> map) {
                map.forEach((key, value) -> settings.put(String.valueOf(key), text(value)));
            } else if (group.endsWith(".resource-attributes")) {
                settings.put("resourceAttributes", text(values));
            }
        });
        return settings;
    }

    private static String text(Object value) {
        return value instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(","))
                : String.valueOf(value);
    }

    private static @Nullable String value(Map<String, String> settings, String key) {
        return settings.get(key.substring(key.indexOf('.') + 1));
    }

    private static LoggerContext logback(String configuration) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("HOSTNAME", "web-1");
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(new ByteArrayInputStream(configuration.getBytes(UTF_8)));
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
        return context;
    }

    private static void assertEvent(JsonNode event) {
        assertThat(event.get("host").asString()).isEqualTo("web-1");
        assertThat(event.get("level").asString()).isEqualTo("ERROR");
        assertThat(event.get("application").asString()).isEqualTo("shop");
    }
}
