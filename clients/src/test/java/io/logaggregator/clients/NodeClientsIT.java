package io.logaggregator.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logaggregator.testkit.ChildJvm;
import io.logaggregator.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Clients for Node, of the versions in src/test/npm. Skipped without Node {@value #MIN_NODE}, npm and the registry of npm. */
class NodeClientsIT {

    private static final int MIN_NODE = 20;
    private static final Path DIRECTORY = Path.of("target", "npm").toAbsolutePath();
    private static final TestedServer SERVER = TestedServer.shared();

    /** For code of the document that uses modules of CommonJS. */
    static final String REQUIRE =
            "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)\n";

    /** Of the records of clients that accept one. */
    private static final Instant TIME =
            Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.SECONDS).plusMillis(123);

    private static Path node = Path.of("node");

    @BeforeAll
    static synchronized void install() throws IOException {
        node = Program.find("node");
        Path npm = Program.find("npm");
        Files.createDirectories(DIRECTORY);
        String version = Program.run(DIRECTORY, Map.of(), List.of(node.toString(), "--version"));
        assumeTrue(Integer.parseInt(version.substring(1, version.indexOf('.'))) >= MIN_NODE, "Node " + version);
        boolean changed = false;
        for (String file : List.of("package.json", "package-lock.json", ".npmrc")) {
            changed |= copy(file);
        }
        if (changed || !Files.exists(DIRECTORY.resolve("node_modules/.package-lock.json"))) {
            try {
                Program.run(DIRECTORY, Map.of(), List.of(npm.toString(), "ci"));
            } catch (AssertionError e) {
                assumeTrue(false, "packages cannot be downloaded: " + e.getMessage());
            }
        }
    }

    private static boolean copy(String name) throws IOException {
        Path from = Path.of("src", "test", "npm", name);
        Path to = DIRECTORY.resolve(name);
        if (Files.exists(to) && Files.mismatch(from, to) < 0) {
            return false;
        }
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    @Test
    void elasticsearch_indexesDocuments() {
        run("elasticsearch-js", """
                const result = await client.bulk({operations: [
                  {create: {_index: 'logs'}},
                  {'@timestamp': time.toISOString(), message: 'payment of elasticsearch-js', host: {name: 'web-1'},
                   log: {level: 'error'}, service: {name: 'shop'}},
                  {delete: {_index: 'logs', _id: '1'}}
                ]})
                const statuses = result.items.map(item => Object.values(item)[0].status)
                if (!result.errors || statuses.join() !== '201,400') throw new Error(JSON.stringify(result))
                """);

        assertEvent(SERVER.awaitLog("payment of elasticsearch-js", TIME), "web-1", "ERROR", "shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "proto"})
    void openTelemetry_exportsLogs(String kind) {
        run("opentelemetry-js-" + kind, SourcesDocument.environment("opentelemetry", SERVER), """
                import { LoggerProvider, BatchLogRecordProcessor } from '@opentelemetry/sdk-logs'
                import { detectResources, envDetector } from '@opentelemetry/resources'
                import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-%1$s'

                const provider = new LoggerProvider({
                  resource: detectResources({detectors: [envDetector]}),
                  processors: [new BatchLogRecordProcessor({exporter: new OTLPLogExporter()})]
                })
                provider.getLogger('checkout').emit({severityNumber: 17, timestamp: time, body: 'payment of opentelemetry %1$s'})
                await provider.shutdown()
                """.formatted(kind));

        JsonNode event = SERVER.awaitLog("payment of opentelemetry " + kind, TIME);
        assertEvent(event, "web-1", "ERROR", "shop");
        assertThat(event.get("component").asString()).isEqualTo("checkout");
        assertThat(event.get("environment").asString()).isEqualTo("prod");
    }

    @Test
    void openTelemetry_exportsMetrics() {
        run("opentelemetry-js-metrics", SourcesDocument.environment("opentelemetry", SERVER), """
                import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
                import { detectResources, envDetector } from '@opentelemetry/resources'
                import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'

                const provider = new MeterProvider({
                  resource: detectResources({detectors: [envDetector]}),
                  readers: [new PeriodicExportingMetricReader({exporter: new OTLPMetricExporter()})]
                })
                provider.getMeter('checkout').createCounter('orders.of.opentelemetry').add(7)
                await provider.shutdown()
                """);

        assertThat(SERVER.awaitPoint("orders.of.opentelemetry", "web-1")
                        .get("max")
                        .asDouble())
                .isEqualTo(7);
    }

    @Test
    void winstonLoki_pushesLines() {
        run("winston-loki", """
                logger.error('payment of winston-loki')
                await transport.flush()
                process.exit()
                """);

        assertEvent(SERVER.awaitLog("payment of winston-loki"), "web-1", "ERROR", "shop");
    }

    @Test
    void pinoLoki_pushesLines() {
        run("pino-loki", "logger.error('payment of pino-loki')");

        assertEvent(SERVER.awaitLog("payment of pino-loki"), "web-1", "ERROR", "shop");
    }

    @Test
    void influxdb_writesPoints() {
        run("influxdb-client-js", """
                writes.writePoint(new Point('orders_of_influx').tag('host', 'web-1').floatField('value', 7.5).timestamp(time))
                await writes.close()
                """);

        JsonNode point = SERVER.awaitPoint("orders_of_influx", "web-1");
        assertThat(point.get("max").asDouble()).isEqualTo(7.5);
        assertThat(Instant.parse(point.get("t").asString())).isBeforeOrEqualTo(TIME);
    }

    @Test
    void gelfPro_sendsMessages() {
        run("gelf-pro", REQUIRE, """
                log.setConfig({fields: {app: 'shop', host: 'web-1'}})
                log.error('payment of gelf-pro', {timestamp: time.getTime() / 1000}, error => { if (error) throw error })
                """);

        assertEvent(SERVER.awaitLog("payment of gelf-pro", TIME), "web-1", "ERROR", "shop");
    }

    @Test
    void hotShots_sendsToAgent(@TempDir Path directory) throws IOException {
        String port = Integer.toString(FreePort.find());
        String agent = SourcesDocument.configuration("agent-statsd", SERVER).replace("8125", port);
        String client = SourcesDocument.configuration("hot-shots", SERVER).replace("8125", port);
        Path file = write("hot-shots", REQUIRE + client + "\n" + """
                setInterval(() => client.gauge('orders.of.hotshots', 7), 100) // UDP loses those before the agent listens
                """);

        try (ChildJvm _ = SERVER.startAgent("web-statsd", directory, agent);
                Program _ = Program.start(directory, Map.of(), List.of(node.toString(), file.toString()))) {
            assertThat(SERVER.awaitPoint("orders.of.hotshots", "web-statsd")
                            .get("max")
                            .asDouble())
                    .isEqualTo(7);
        }
    }

    @Test
    void fluentLogger_isAcknowledged() {
        run("fluent-logger", REQUIRE, """
                const record = {message: 'payment of fluent-logger', level: 'error', host: 'web-1', service: 'shop'}
                logger.emit('payments', record, time, error => { if (error) throw error; logger.end() })
                """);

        assertEvent(
                SERVER.awaitLog("payment of fluent-logger", TIME.truncatedTo(ChronoUnit.SECONDS)),
                "web-1",
                "ERROR",
                "shop");
    }

    @Test
    void splunkLogging_sendsEvents() {
        run("splunk-logging", """
                logger.send({message: 'payment of splunk-logging', severity: 'error', metadata: {time: time.getTime() / 1000, host: 'web-1', source: 'shop'}},
                            (error, response, body) => {
                  if (error || body.code !== 0) throw error ?? new Error(JSON.stringify(body))
                })
                """);

        assertEvent(SERVER.awaitLog("payment of splunk-logging", TIME), "web-1", "ERROR", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import pino from 'pino'\npino({name: 'shop', base: {pid: 1, hostname: 'web-1', name: 'shop'}})",
                "import bunyan from 'bunyan'\nbunyan.createLogger({name: 'shop', hostname: 'web-1'})",
                "import winston from 'winston'\nwinston.createLogger({defaultMeta: {hostname: 'web-1', service: 'shop'}, format: "
                        + "winston.format.combine(winston.format.timestamp(), winston.format.json()), "
                        + "transports: [new winston.transports.Console()]})"
            })
    void jsonLines_arriveOverKafka(String logger) throws IOException {
        String name = logger.substring("import ".length(), logger.indexOf(" from"));
        Files.writeString(DIRECTORY.resolve(name + ".mjs"), logger + ".error('payment by " + name + "')\n");
        String pipe = SourcesDocument.configuration("kcat-pipe", SERVER)
                .replace("kcat", Program.find("kcat").toString())
                .replace("node app.js", node + " " + name + ".mjs")
                .replace("-t logs", "-t " + SERVER.logTopic());

        Program.run(DIRECTORY, Map.of(), List.of("/bin/sh", "-c", pipe));

        assertEvent(SERVER.awaitLog("payment by " + name), "web-1", "ERROR", "shop");
    }

    /** Runs the code of the document, and then this code. */
    private static void run(String name, String code) {
        run(name, "", code);
    }

    private static void run(String name, String before, String code) {
        run(name, Map.of(), before + SourcesDocument.configuration(name, SERVER) + "\n" + code);
    }

    private static void run(String name, Map<String, String> environment, String code) {
        Path file = write(name, code);
        Program.run(DIRECTORY, environment, List.of(node.toString(), file.toString()));
    }

    /** Starts a program in the directory of the packages. */
    static Program start(String name, Map<String, String> environment, String code) {
        return Program.start(
                DIRECTORY,
                environment,
                List.of(node.toString(), write(name, code).toString()));
    }

    private static Path write(String name, String code) {
        try {
            return Files.writeString(
                    DIRECTORY.resolve(name + ".mjs"), "const time = new Date('" + TIME + "')\n" + code);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertEvent(JsonNode event, String host, String level, String application) {
        assertThat(event.get("host").asString()).isEqualTo(host);
        assertThat(event.get("level").asString()).isEqualTo(level);
        assertThat(event.get("application").asString()).isEqualTo(application);
    }
}
