package io.logaggregator.clients;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import co.elastic.clients.elasticsearch.ElasticsearchClient;
import io.logaggregator.clients.FaultyClients.Client;
import io.logaggregator.clients.FaultyClients.Kind;
import io.logaggregator.clients.FaultyClients.Sender;
import io.logaggregator.testkit.TestLogback;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.graphite.GraphiteMeterRegistry;
import io.micrometer.influx.InfluxMeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.komamitsu.fluency.Fluency;
import org.komamitsu.fluency.fluentd.FluencyBuilderForFluentd;

/** Clients in Java, in this process. */
final class FaultyJavaClients {

    private FaultyJavaClients() {}

    static List<Client> all() {
        return List.of(
                new Client(
                        "OpenTelemetry Java, HTTP",
                        Kind.LOGS,
                        true,
                        (server, key, _) -> openTelemetry(OtlpHttpLogRecordExporter.builder()
                                .setEndpoint("http://127.0.0.1:" + server.port() + "/otlp/v1/logs")
                                .addHeader("x-api-key", key)
                                .build())),
                new Client(
                        "OpenTelemetry Java, gRPC",
                        Kind.LOGS,
                        true,
                        (server, key, _) -> openTelemetry(OtlpGrpcLogRecordExporter.builder()
                                .setEndpoint("http://127.0.0.1:" + server.grpcPort())
                                .addHeader("x-api-key", key)
                                .build())),
                new Client("elasticsearch-java", Kind.LOGS, true, FaultyJavaClients::elasticsearch),
                new Client("fluency, with acknowledgements", Kind.LOGS, false, (server, _, _) -> fluency(server)),
                new Client("loki4j", Kind.LOGS, true, (server, key, _) -> logback("loki4j", "AGGREGATOR", server, key)),
                new Client(
                        "logback-gelf, TCP",
                        Kind.LOGS,
                        false,
                        (server, key, _) -> logback("logback-gelf", "GELF", server, key)),
                new Client("Log4j 2, Kafka", Kind.LOGS, false, FaultyJavaClients::log4j),
                new Client("Micrometer, OTLP", Kind.REPEATED_METRICS, true, (server, key, _) -> {
                    Map<String, String> settings = settings("micrometer-otlp", server, key);
                    return micrometer(new OtlpMeterRegistry(name -> JavaClientsIT.value(settings, name), Clock.SYSTEM));
                }),
                new Client("Micrometer, InfluxDB", Kind.REPEATED_METRICS, true, (server, key, _) -> {
                    Map<String, String> settings = settings("micrometer-influx", server, key);
                    return micrometer(
                            new InfluxMeterRegistry(name -> JavaClientsIT.value(settings, name), Clock.SYSTEM));
                }),
                new Client("Micrometer, Graphite", Kind.REPEATED_METRICS, false, (server, key, _) -> {
                    Map<String, String> settings = settings("micrometer-graphite", server, key);
                    return micrometer(
                            new GraphiteMeterRegistry(name -> JavaClientsIT.value(settings, name), Clock.SYSTEM));
                }));
    }

    private static Map<String, String> settings(String name, TestedServer server, String key) {
        Map<String, String> settings = JavaClientsIT.springSettings(SourcesDocument.configuration(name, server, key));
        settings.put("step", "2s");
        return settings;
    }

    private static Sender openTelemetry(LogRecordExporter exporter) {
        return new Sender() {
            private final SdkLoggerProvider provider = SdkLoggerProvider.builder()
                    .addLogRecordProcessor(BatchLogRecordProcessor.builder(new ReportingExporter(exporter, this))
                            .build())
                    .build();

            @Override
            void send(String text) {
                provider.get("faults")
                        .logRecordBuilder()
                        .setSeverity(Severity.ERROR)
                        .setBody(text)
                        .emit();
            }

            @Override
            public void close() {
                provider.close();
            }
        };
    }

    private record ReportingExporter(LogRecordExporter exporter, Sender sender) implements LogRecordExporter {

        @Override
        public CompletableResultCode export(Collection<LogRecordData> logs) {
            CompletableResultCode result = exporter.export(logs);
            return result.whenComplete(() -> {
                if (!result.isSuccess()) {
                    sender.report("export failed");
                }
            });
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }
    }

    private static Sender elasticsearch(TestedServer server, String key, Path directory) {
        ElasticsearchClient client = ElasticsearchClient.of(builder ->
                builder.host("http://127.0.0.1:" + server.port() + "/es").usernameAndPassword("any", key));
        return new Sender() {
            @Override
            void send(String text) throws IOException {
                bulk(List.of(text));
            }

            @Override
            void sendBatch(String before, String after) throws IOException {
                bulk(List.of(before, FaultyClients.LARGE_TEXT, after));
            }

            private void bulk(List<String> messages) throws IOException {
                var response = client.bulk(bulk -> {
                    messages.forEach(message ->
                            bulk.operations(operation -> operation.create(create -> create.index("logs")
                                    .document(Map.of("@timestamp", Instant.now().toString(), "message", message)))));
                    return bulk;
                });
                if (response.errors()) {
                    report("errors");
                }
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }

    private static Sender fluency(TestedServer server) {
        FluencyBuilderForFluentd builder = new FluencyBuilderForFluentd();
        builder.setAckResponseMode(true);
        return new Sender() {
            private final Fluency client;

            {
                builder.setErrorHandler(failure -> report("error: " + failure));
                client = builder.build("127.0.0.1", server.port("forward"));
            }

            @Override
            void send(String text) throws IOException {
                client.emit("faults", Map.of("message", text, "host", "web-1"));
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }

    private static Sender logback(String name, String appender, TestedServer server, String key) {
        LoggerContext context = TestLogback.context("<configuration>"
                + SourcesDocument.configuration(name, server, key)
                        .replace("<labels>", "<batch><timeoutMs>1000</timeoutMs></batch><labels>") // 60 s by default
                + "<root><appender-ref ref=\"" + appender + "\"/></root></configuration>");
        return new Sender() {
            @Override
            void send(String text) {
                context.getLogger("faults").error(text);
            }

            @Override
            String output() {
                return super.output()
                        + context.getStatusManager().getCopyOfStatusList().stream()
                                .filter(status -> status.getEffectiveLevel() >= Status.WARN)
                                .map(status -> "error: " + status.getMessage())
                                .collect(Collectors.joining("\n"));
            }

            @Override
            public void close() {
                context.stop();
            }
        };
    }

    private static Sender log4j(TestedServer server, String key, Path directory) throws IOException {
        String configuration = SourcesDocument.configuration("log4j2-kafka", server, key);
        var context = new org.apache.logging.log4j.core.LoggerContext("faults");
        context.start(new XmlConfiguration(
                context,
                new ConfigurationSource(new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)))));
        return new Sender() {
            @Override
            void send(String text) {
                context.getLogger("faults").error(text);
            }

            @Override
            public void close() {
                context.close();
            }
        };
    }

    private static Sender micrometer(MeterRegistry registry) {
        registry.config().commonTags("host", "web-1");
        return new Sender() {
            @Override
            void send(String text) {
                removeBad();
                registry.gauge(text, 7);
            }

            @Override
            void sendBatch(String before, String after) {
                registry.gauge(before, 7);
                registry.gauge("bad", List.of(Tag.of("large", FaultyClients.LARGE_TEXT)), 7);
                registry.gauge(after, 7);
            }

            // the bad sample is part of each step until the next one
            private void removeBad() {
                registry.getMeters().stream()
                        .filter(meter -> meter.getId().getName().equals("bad"))
                        .forEach(registry::remove);
            }

            @Override
            public void close() {
                registry.close();
            }
        };
    }
}
