package io.logaggregator.clients;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import co.elastic.clients.elasticsearch.ElasticsearchClient;
import com.sun.net.httpserver.HttpServer;
import io.logaggregator.testkit.ChildJvm;
import io.logaggregator.testkit.FreePort;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.komamitsu.fluency.Fluency;
import org.komamitsu.fluency.fluentd.FluencyBuilderForFluentd;

/** The clients of {@link ClientFaults}, with the configurations of docs/sources.md. */
final class FaultyClients {

    /** Longer than an element, and than the smaller limit of a body. */
    private static final int LARGE = 1_200_000;

    private static final String LARGE_TEXT = "x".repeat(LARGE);

    private FaultyClients() {}

    /** Kinds of data. */
    enum Kind {
        LOGS("", false),
        /** Samples that are sent once. */
        METRICS("", false),
        /** Samples that are sent again with each step, with a new time. */
        REPEATED_METRICS("", true),
        /** Samples that are sent once; the type of a value is part of the name of the metric. */
        VALUES_OF_COLLECTD(".gauge", false);

        final String suffix;
        final boolean repeats;

        Kind(String suffix, boolean repeats) {
            this.suffix = suffix;
            this.repeats = repeats;
        }
    }

    /** @param sendsRequests whether it sends over HTTP or gRPC, so that a request can be too large */
    record Client(String name, Kind kind, boolean sendsRequests, Start start) {}

    interface Start {
        Sender start(TestedServer server, String key, Path directory) throws Exception;
    }

    /** A running client. */
    abstract static class Sender implements AutoCloseable {

        private final List<String> reports = new CopyOnWriteArrayList<>();

        /** Sends a log record with this message, or a sample of a metric with this name. */
        abstract void send(String text) throws Exception;

        /** Whether it can send an element beyond the limits. */
        boolean sendsBatches() {
            return true;
        }

        /** Sends an element beyond the limits between two others. */
        void sendBatch(String before, String after) throws Exception {
            send(before);
            send(LARGE_TEXT);
            send(after);
        }

        @Override
        public void close() throws IOException {}

        void report(Object error) {
            reports.add(String.valueOf(error));
        }

        /** Reports of the client: its output, and errors that it returned. */
        String output() {
            return String.join("\n", reports);
        }
    }

    /** A client that is a program of its own. */
    private abstract static class ProgramSender extends Sender {

        final Program program;

        ProgramSender(Program program) {
            this.program = program;
        }

        @Override
        String output() {
            return super.output() + program.output();
        }

        @Override
        public void close() {
            program.close();
        }
    }

    static List<Client> all() {
        List<Client> clients = new ArrayList<>(node());
        clients.addAll(java());
        clients.addAll(debian());
        return clients;
    }

    // Node: programs that run commands from standard input.

    private static List<Client> node() {
        return List.of(
                hotShots(),
                node("elasticsearch-js", Kind.LOGS, true, "elasticsearch-js", """
                        const document = message => [{create: {_index: 'logs'}},
                          {'@timestamp': new Date().toISOString(), message, host: {name: 'web-1'}}]
                        const bulk = async messages => {
                          const result = await client.bulk({operations: messages.flatMap(document)})
                          if (result.errors) console.error('errors: ' + JSON.stringify(result).slice(0, 300))
                        }
                        send = text => bulk([text])
                        batch = (before, after) => bulk([before, large, after])
                        """),
                node("OpenTelemetry JS, logs", Kind.LOGS, true, "", """
                        import { diag, DiagConsoleLogger, DiagLogLevel } from '@opentelemetry/api'
                        import { LoggerProvider, BatchLogRecordProcessor } from '@opentelemetry/sdk-logs'
                        import { detectResources, envDetector } from '@opentelemetry/resources'
                        import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
                        diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.ERROR)
                        const provider = new LoggerProvider({
                          resource: detectResources({detectors: [envDetector]}),
                          processors: [new BatchLogRecordProcessor({exporter: new OTLPLogExporter()})]
                        })
                        send = text => provider.getLogger('faults').emit({severityNumber: 17, body: text})
                        """),
                node("OpenTelemetry JS, metrics", Kind.REPEATED_METRICS, true, "", """
                        import { diag, DiagConsoleLogger, DiagLogLevel } from '@opentelemetry/api'
                        import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
                        import { detectResources, envDetector } from '@opentelemetry/resources'
                        import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
                        diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.ERROR)
                        const provider = new MeterProvider({
                          resource: detectResources({detectors: [envDetector]}),
                          readers: [new PeriodicExportingMetricReader(
                            {exporter: new OTLPMetricExporter(), exportIntervalMillis: 2000, exportTimeoutMillis: 2000})]
                        })
                        const meter = provider.getMeter('faults')
                        const gauge = (text, attributes) =>
                          meter.createObservableGauge(text).addCallback(result => result.observe(7, attributes))
                        send = text => gauge(text, {})
                        batch = (before, after) => {
                          gauge(before, {})
                          let bad = {large}
                          meter.createObservableGauge('bad').addCallback(result => { if (bad) result.observe(7, bad); bad = null })
                          gauge(after, {})
                        }
                        """),
                node("winston-loki", Kind.LOGS, true, "winston-loki", """
                        send = text => logger.error(text)
                        """),
                node("pino-loki", Kind.LOGS, true, "pino-loki", """
                        send = text => logger.error(text)
                        """),
                node("@influxdata/influxdb-client", Kind.METRICS, true, "influxdb-client-js", """
                        const point = (name, tag) => new Point(name).tag('host', 'web-1').tag('tag', tag).floatField('value', 7)
                        send = text => { writes.writePoint(point(text, 'a')); return writes.flush() }
                        batch = (before, after) => {
                          writes.writePoint(point(before, 'a'))
                          writes.writePoint(point('bad', large))
                          writes.writePoint(point(after, 'a'))
                          return writes.flush()
                        }
                        """),
                node("splunk-logging", Kind.LOGS, true, "splunk-logging", """
                        logger.config.maxBatchCount = 0
                        const event = message => ({message, severity: 'error', metadata: {host: 'web-1'}})
                        const flush = () => logger.flush(error => { if (error) console.error('error: ' + error) })
                        send = text => { logger.send(event(text)); flush() }
                        batch = (before, after) => { [before, large, after].forEach(text => logger.send(event(text))); flush() }
                        """),
                node("fluent-logger, with acknowledgements", Kind.LOGS, false, "fluent-logger", """
                        logger.on('error', error => console.error('error: ' + error))
                        send = text => logger.emit('faults', {message: text, host: 'web-1'})
                        """),
                node("gelf-pro, TCP", Kind.LOGS, false, "gelf-pro", """
                        send = text => log.error(text, {host: 'web-1'}, error => { if (error) console.error('error: ' + error) })
                        """));
    }

    /** Its metrics go to an agent, which sends them to Kafka. */
    private static Client hotShots() {
        String port = Integer.toString(FreePort.find());
        return new Client("hot-shots, StatsD of the agent", Kind.METRICS, false, (server, _, directory) -> {
            ChildJvm agent = server.startAgent(
                    "web-1",
                    directory,
                    SourcesDocument.configuration("agent-statsd", server).replace("8125", port));
            Program client = startNode(
                    "hot-shots",
                    Map.of(),
                    SourcesDocument.configuration("hot-shots", server).replace("8125", port)
                            + "\nsend = text => client.gauge(text, 7)");
            return new NodeSender(client) {

                // UDP loses datagrams that are sent before the agent listens
                @Override
                void send(String text) {
                    for (int i = 0; i < (text.startsWith("first") ? 100 : 1); i++) {
                        super.send(text);
                        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                    }
                }

                @Override
                boolean sendsBatches() {
                    return false;
                }

                @Override
                public void close() {
                    super.close();
                    agent.kill();
                }
            };
        });
    }

    private static Client node(String name, Kind kind, boolean sendsRequests, String configuration, String code) {
        return new Client(name, kind, sendsRequests, (server, key, _) -> {
            String document = configuration.isEmpty() ? "" : SourcesDocument.configuration(configuration, server, key);
            return new NodeSender(
                    startNode(name, SourcesDocument.environment("opentelemetry", server, key), document + "\n" + code));
        });
    }

    private static Program startNode(String name, Map<String, String> environment, String code) {
        String program = (code.contains("require(") ? NodeClientsIT.REQUIRE : "") + """
                import { createInterface } from 'node:readline'
                const large = 'x'.repeat(%d)
                let send, batch = (before, after) => [before, large, after].forEach(send)
                process.on('uncaughtException', error => console.error('uncaught exception: ' + error))
                process.on('unhandledRejection', error => console.error('unhandled error: ' + error))
                createInterface({input: process.stdin}).on('line', async line => {
                  const words = line.split(' ')
                  try {
                    await (words.length > 1 ? batch(words[0], words[1]) : send(line))
                  } catch (error) {
                    console.error('error: ' + String(error).slice(0, 300))
                  }
                })
                """.formatted(LARGE) + code;
        return NodeClientsIT.start("faults-" + name.replaceAll("[^a-zA-Z]+", "-"), environment, program);
    }

    private static class NodeSender extends ProgramSender {

        NodeSender(Program program) {
            super(program);
        }

        @Override
        void send(String text) {
            program.write(text);
        }

        @Override
        void sendBatch(String before, String after) {
            program.write(before + ' ' + after);
        }
    }

    // Java.

    private static List<Client> java() {
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
                new Client("elasticsearch-java", Kind.LOGS, true, FaultyClients::elasticsearch),
                new Client("fluency, with acknowledgements", Kind.LOGS, false, (server, _, _) -> fluency(server)),
                new Client("loki4j", Kind.LOGS, true, (server, key, _) -> logback("loki4j", "AGGREGATOR", server, key)),
                new Client(
                        "logback-gelf, TCP",
                        Kind.LOGS,
                        false,
                        (server, key, _) -> logback("logback-gelf", "GELF", server, key)),
                new Client("Log4j 2, Kafka", Kind.LOGS, false, FaultyClients::log4j),
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
                bulk(List.of(before, LARGE_TEXT, after));
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
                registry.gauge("bad", List.of(Tag.of("large", LARGE_TEXT)), 7);
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

    // Debian.

    private static List<Client> debian() {
        return List.of(
                rsyslog("rsyslog, omelasticsearch", "rsyslog-elasticsearch", true),
                rsyslog("rsyslog, omkafka", "rsyslog-kafka", false),
                rsyslog("rsyslog, omfwd over TCP with a queue", "rsyslog-syslog", false),
                new Client(
                        "syslog-ng, syslog over TCP with a disk buffer",
                        Kind.LOGS,
                        false,
                        (server, key, directory) -> syslog(
                                DebianPrograms.startSyslogNg(
                                        directory, SourcesDocument.configuration("syslog-ng", server, key)),
                                directory,
                                false)),
                new Client("logger, TCP", Kind.LOGS, false, (server, _, directory) -> logger(server, directory)),
                new Client(
                        "kcat (pino, winston, bunyan, logstash-logback-encoder)",
                        Kind.LOGS,
                        false,
                        FaultyClients::kcat),
                collectd("collectd, write_http", "collectd-http", true),
                collectd("collectd, write_kafka", "collectd-kafka", false),
                collectd("collectd, write_graphite", "collectd-graphite", false),
                new Client("Prometheus, remote write", Kind.REPEATED_METRICS, true, FaultyClients::prometheus),
                new Client("systemd-journal-upload", Kind.LOGS, true, FaultyClients::journalUpload));
    }

    private static Client rsyslog(String name, String configuration, boolean sendsRequests) {
        return new Client(
                name,
                Kind.LOGS,
                sendsRequests,
                (server, key, directory) -> syslog(
                        DebianPrograms.startRsyslog(
                                directory, SourcesDocument.configuration(configuration, server, key)),
                        directory,
                        sendsRequests));
    }

    private static Sender syslog(Program program, Path directory, boolean sendsRequests) {
        return new ProgramSender(program) {
            @Override
            void send(String text) {
                DebianPrograms.log(directory, text);
            }

            @Override
            void sendBatch(String before, String after) throws IOException {
                Path lines = directory.resolve("lines");
                List<String> large = Collections.nCopies(sendsRequests ? 200 : 1, "x".repeat(7_000));
                List<String> all = new ArrayList<>(large);
                all.add(before);
                all.addAll(large.subList(0, 1));
                all.add(after);
                all.addAll(large);
                Files.write(lines, all);
                DebianPrograms.log(directory, "--size", "8KiB", "--file", lines.toString());
            }
        };
    }

    private static Sender logger(TestedServer server, Path directory) {
        return new Sender() {
            @Override
            void send(String text) {
                run(text);
            }

            private void run(String... message) {
                List<String> command =
                        new ArrayList<>(List.of(Program.find("logger").toString(), "-T", "-t", "shop"));
                command.addAll(List.of("-n", "127.0.0.1", "-P", Integer.toString(server.port("syslog"))));
                command.addAll(List.of(message));
                Program.run(directory, Map.of(), command);
            }

            @Override
            void sendBatch(String before, String after) throws IOException {
                Path lines = Files.write(directory.resolve("lines"), List.of(before, "x".repeat(7_000), after));
                run("--size", "8KiB", "--file", lines.toString());
            }
        };
    }

    private static Sender kcat(TestedServer server, String key, Path directory) {
        List<String> command = new ArrayList<>(List.of(Program.find("kcat").toString(), "-P", "-E"));
        command.addAll(List.of("-b", server.bootstrapServers(), "-t", server.logTopic()));
        return new ProgramSender(Program.start(directory, Map.of(), command)) {
            @Override
            void send(String text) {
                program.write("{\"host\":\"web-1\",\"message\":\"" + text + "\"}");
                program.write("{\"message\":\"" + "next ".repeat(1_000) + "\"}"); // kcat reads 4 kB at a time
            }
        };
    }

    private static Client collectd(String name, String configuration, boolean sendsRequests) {
        return new Client(name, Kind.VALUES_OF_COLLECTD, sendsRequests, (server, key, directory) -> {
            Path socket = directory.resolve("s");
            Program program = DebianPrograms.startCollectd(
                    directory,
                    "web-1",
                    1,
                    "LoadPlugin unixsock\n<Plugin unixsock>\n  SocketFile \"" + socket + "\"\n</Plugin>\n"
                            + SourcesDocument.configuration(configuration, server, key)
                                    .replace(
                                            "Format \"JSON\"\n    User",
                                            "Format \"JSON\"\n    BufferSize 4000000\n    User"));
            program.await("socket", () -> Files.exists(socket));
            return new ProgramSender(program) {
                @Override
                void send(String text) throws IOException {
                    put(List.of(text));
                }

                // a value with the current time for each plugin
                private void put(List<String> names) throws IOException {
                    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                        channel.connect(UnixDomainSocketAddress.of(socket));
                        ByteBuffer answer = ByteBuffer.allocate(4_096);
                        for (String name : names) {
                            String line = "PUTVAL web-1/" + name + "/gauge interval=1 N:7\n";
                            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
                            channel.read(answer.clear());
                        }
                        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos()); // until the plugin has the values
                        channel.write(ByteBuffer.wrap("FLUSH\n".getBytes(StandardCharsets.UTF_8)));
                        channel.read(answer.clear());
                    }
                }

                @Override
                boolean sendsBatches() {
                    return sendsRequests;
                }

                @Override
                void sendBatch(String before, String after) throws IOException {
                    List<String> names = new ArrayList<>(List.of(before));
                    IntStream.range(0, 20_000).forEach(i -> names.add("many" + i));
                    names.add(after);
                    put(names);
                }
            };
        });
    }

    private static Sender prometheus(TestedServer server, String key, Path directory) throws IOException {
        List<String> samples = new CopyOnWriteArrayList<>();
        HttpServer target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        target.createContext("/metrics", exchange -> {
            byte[] body = (String.join("\n", samples) + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        target.start();
        Program program = DebianPrograms.startPrometheus(
                directory,
                FreePort.find(),
                target.getAddress().getPort(),
                SourcesDocument.configuration("prometheus", server, key));
        return new ProgramSender(program) {
            @Override
            void send(String text) {
                samples.removeIf(sample -> sample.startsWith("bad"));
                samples.add(text + " 7");
            }

            @Override
            void sendBatch(String before, String after) {
                samples.add(before + " 7");
                // one is beyond the limit of a label; many are beyond the smaller limit of a request
                int count = before.startsWith("large") ? 600 : 1;
                String label = "x".repeat(4_000);
                IntStream.range(0, count).forEach(i -> samples.add("bad" + i + "{label=\"" + label + "\"} 7"));
                samples.add(after + " 7");
            }

            @Override
            String output() {
                return super.output()
                        .lines()
                        .filter(line -> !line.contains("level=info"))
                        .collect(Collectors.joining("\n"));
            }

            @Override
            public void close() {
                super.close();
                target.stop(0);
            }
        };
    }

    /** Restarted as by its unit, until it is successful. */
    private static Sender journalUpload(TestedServer server, String key, Path directory) {
        String url = DebianPrograms.uploadUrl(SourcesDocument.configuration("journal-upload", server, key));
        return new Sender() {
            @Override
            void send(String text) throws IOException, InterruptedException {
                upload(text);
            }

            private void upload(String... messages) throws IOException, InterruptedException {
                Path journal = DebianPrograms.writeJournal(directory, messages);
                Instant deadline = Instant.now().plus(Duration.ofSeconds(90));
                while (true) {
                    try {
                        Program.run(
                                directory,
                                Map.of(),
                                List.of(
                                        Program.find("systemd-journal-upload").toString(),
                                        "--url=" + url,
                                        "--file=" + journal,
                                        "--follow=no"));
                        return;
                    } catch (AssertionError e) {
                        report("upload failed: "
                                + Objects.toString(e.getMessage()).lines().findFirst());
                        if (Instant.now().isAfter(deadline)) {
                            throw e;
                        }
                        Thread.sleep(Duration.ofSeconds(1));
                    }
                }
            }

            @Override
            void sendBatch(String before, String after) throws IOException, InterruptedException {
                upload(before, LARGE_TEXT, after);
            }
        };
    }
}
