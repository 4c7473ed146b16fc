package io.logaggregator.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import io.logaggregator.testkit.TestLogback;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.graphite.GraphiteMeterRegistry;
import io.micrometer.influx.InfluxMeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.SimpleMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.komamitsu.fluency.EventTime;
import org.komamitsu.fluency.Fluency;
import org.komamitsu.fluency.fluentd.FluencyBuilderForFluentd;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** Clients of the JVM. */
class JavaClientsIT {

    private static final TestedServer SERVER = TestedServer.shared();

    private static final Instant TIME =
            Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.SECONDS).plusMillis(123);

    private static final Resource RESOURCE = Resource.builder()
            .put("host.name", "web-1")
            .put("service.name", "shop")
            .build();

    @Test
    void elasticsearchJava_indexesDocuments() throws IOException {
        try (ElasticsearchClient client =
                ElasticsearchClient.of(builder -> builder.host("http://127.0.0.1:" + SERVER.port() + "/es")
                        .usernameAndPassword("any", TestedServer.KEY))) {
            BulkResponse response =
                    client.bulk(bulk -> bulk.operations(operation -> operation.create(create -> create.index("logs")
                            .document(Map.of(
                                    "@timestamp", TIME.toString(),
                                    "message", "payment of elasticsearch-java",
                                    "host", Map.of("name", "web-1"),
                                    "log.level", "error",
                                    "service.name", "shop")))));
            assertThat(response.errors()).isFalse();
        }

        assertEvent(SERVER.awaitLog("payment of elasticsearch-java", TIME));
    }

    @Test
    void openTelemetry_exportsLogsOverHttp() {
        export(
                OtlpHttpLogRecordExporter.builder()
                        .setEndpoint("http://127.0.0.1:" + SERVER.port() + "/otlp/v1/logs")
                        .addHeader("x-api-key", TestedServer.KEY)
                        .build(),
                "payment of opentelemetry-java over HTTP");

        assertEvent(SERVER.awaitLog("payment of opentelemetry-java over HTTP", TIME));
    }

    @Test
    void openTelemetry_exportsLogsOverGrpc() {
        Map<String, String> environment = SourcesDocument.environment("opentelemetry-grpc", SERVER);
        export(
                OtlpGrpcLogRecordExporter.builder()
                        .setEndpoint(environment.get("OTEL_EXPORTER_OTLP_ENDPOINT"))
                        .addHeader("x-api-key", TestedServer.KEY)
                        .build(),
                "payment of opentelemetry-java over gRPC");

        assertEvent(SERVER.awaitLog("payment of opentelemetry-java over gRPC", TIME));
    }

    @Test
    void openTelemetry_exportsLogsOverTls() throws IOException {
        TestedServer server = TestedServer.sharedWithTls();
        byte[] authority = Files.readAllBytes(TestedServer.authority().certificate());
        export(
                OtlpHttpLogRecordExporter.builder()
                        .setEndpoint("https://127.0.0.1:" + server.port() + "/otlp/v1/logs")
                        .setTrustedCertificates(authority)
                        .addHeader("x-api-key", TestedServer.KEY)
                        .build(),
                "payment of opentelemetry-java over HTTPS");
        export(
                OtlpGrpcLogRecordExporter.builder()
                        .setEndpoint("https://127.0.0.1:" + server.grpcPort())
                        .setTrustedCertificates(authority)
                        .addHeader("x-api-key", TestedServer.KEY)
                        .build(),
                "payment of opentelemetry-java over gRPC and TLS");

        assertEvent(server.awaitLog("payment of opentelemetry-java over HTTPS", TIME));
        assertEvent(server.awaitLog("payment of opentelemetry-java over gRPC and TLS", TIME));
    }

    @Test
    void openTelemetry_exportsMetricsOverGrpc() {
        OtlpGrpcMetricExporter exporter = OtlpGrpcMetricExporter.builder()
                .setEndpoint("http://127.0.0.1:" + SERVER.grpcPort())
                .addHeader("x-api-key", TestedServer.KEY)
                .build();
        try (SdkMeterProvider provider = SdkMeterProvider.builder()
                .setResource(RESOURCE)
                .registerMetricReader(PeriodicMetricReader.create(exporter))
                .build()) {
            provider.get("checkout")
                    .counterBuilder("orders.of.opentelemetry.java")
                    .build()
                    .add(7);
        }

        assertThat(SERVER.awaitPoint("orders.of.opentelemetry.java", "web-1")
                        .get("max")
                        .asDouble())
                .isEqualTo(7);
    }

    private static void export(LogRecordExporter exporter, String message) {
        try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
                .setResource(RESOURCE)
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
                .build()) {
            provider.get("checkout")
                    .logRecordBuilder()
                    .setTimestamp(TIME)
                    .setSeverity(Severity.ERROR)
                    .setBody(message)
                    .emit();
        }
    }

    @Test
    void fluency_isAcknowledged() throws IOException {
        FluencyBuilderForFluentd builder = new FluencyBuilderForFluentd();
        builder.setAckResponseMode(true);
        try (Fluency client = builder.build("127.0.0.1", SERVER.port("forward"))) {
            client.emit(
                    "payments",
                    EventTime.fromEpoch(TIME.getEpochSecond(), TIME.getNano()),
                    Map.of("message", "payment of fluency", "level", "error", "host", "web-1", "service", "shop"));
        } // waits for the acknowledgement

        assertEvent(SERVER.awaitLog("payment of fluency", TIME));
    }

    @Test
    void loki4j_pushesLines() {
        LoggerContext context = TestLogback.context("<configuration>" + SourcesDocument.configuration("loki4j", SERVER)
                + "<root><appender-ref ref=\"AGGREGATOR\"/></root></configuration>");
        append(context, "payment of loki4j");
        context.stop(); // sends the rest

        assertEvent(SERVER.awaitLog("payment of loki4j", TIME));
    }

    @Test
    void logbackGelf_sendsMessages() {
        LoggerContext context = TestLogback.context("<configuration>"
                + SourcesDocument.configuration("logback-gelf", SERVER)
                        .replaceFirst(
                                "<encoder class=\"de.siegmar.logbackgelf.GelfEncoder\">",
                                "$0<originHost>web-1</originHost>")
                + "<root><appender-ref ref=\"GELF\"/></root></configuration>");
        append(context, "payment of logback-gelf");
        context.stop();

        assertEvent(SERVER.awaitLog("payment of logback-gelf", TIME));
    }

    @Test
    void logstashEncoder_writesRecordsForKafka(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("lines.json");
        LoggerContext context = TestLogback.context(SourcesDocument.configuration("logstash-logback-encoder", SERVER)
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

    @ParameterizedTest
    @ValueSource(strings = {"EcsLayout", "GelfLayout", "LogstashJsonEventLayoutV1", "GcpLayout", "JsonLayout"})
    void log4j_appendsToKafka(String layout) throws IOException {
        String message = "payment of log4j with " + layout;
        String configuration = SourcesDocument.configuration("log4j2-kafka", SERVER)
                .replace("topic=\"logs\"", "topic=\"" + SERVER.logTopic() + "\"")
                .replace("EcsLayout.json", layout + ".json");
        try (var context = new org.apache.logging.log4j.core.LoggerContext("clients")) {
            context.start(new XmlConfiguration(
                    context, new ConfigurationSource(new ByteArrayInputStream(configuration.getBytes(UTF_8)))));
            var instant = new MutableInstant();
            instant.initFromEpochMilli(TIME.toEpochMilli(), 0);
            context.getConfiguration()
                    .getRootLogger()
                    .log(Log4jLogEvent.newBuilder()
                            .setLoggerName("checkout")
                            .setLevel(org.apache.logging.log4j.Level.ERROR)
                            .setMessage(new SimpleMessage(message))
                            .setInstant(instant)
                            .build());
        }

        assertEvent(SERVER.awaitLog(message, TIME));
    }

    @Test
    void micrometer_sendsLinesOfInflux() {
        Map<String, String> settings = springSettings(SourcesDocument.configuration("micrometer-influx", SERVER));
        count(new InfluxMeterRegistry(key -> value(settings, key), Clock.SYSTEM), "orders.of.micrometer.influx");

        assertThat(SERVER.awaitPoint("orders_of_micrometer_influx", "web-1")
                        .get("max")
                        .asDouble())
                .isEqualTo(7);
    }

    @Test
    void micrometer_sendsOtlp() {
        Map<String, String> settings = springSettings(SourcesDocument.configuration("micrometer-otlp", SERVER));
        count(new OtlpMeterRegistry(key -> value(settings, key), Clock.SYSTEM), "orders.of.micrometer.otlp");

        assertThat(SERVER.awaitPoint("orders.of.micrometer.otlp", "web-1")
                        .get("max")
                        .asDouble())
                .isEqualTo(7);
    }

    @Test
    void micrometer_sendsLinesOfGraphite() {
        Map<String, String> settings = springSettings(SourcesDocument.configuration("micrometer-graphite", SERVER));
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
    static Map<String, String> springSettings(String configuration) {
        Map<String, Object> groups = new Yaml().load(configuration);
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

    static @Nullable String value(Map<String, String> settings, String key) {
        return settings.get(key.substring(key.indexOf('.') + 1));
    }

    private static void append(LoggerContext context, String message) {
        var logger = context.getLogger("checkout");
        var event = new LoggingEvent(JavaClientsIT.class.getName(), logger, Level.ERROR, message, null, null);
        event.setInstant(TIME);
        logger.callAppenders(event);
    }

    private static void assertEvent(JsonNode event) {
        assertThat(event.get("host").asString()).isEqualTo("web-1");
        assertThat(event.get("level").asString()).isEqualTo("ERROR");
        assertThat(event.get("application").asString()).isEqualTo("shop");
    }
}
