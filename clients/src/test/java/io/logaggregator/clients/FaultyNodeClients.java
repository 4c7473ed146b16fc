package io.logaggregator.clients;

import io.logaggregator.clients.FaultyClients.Client;
import io.logaggregator.clients.FaultyClients.Kind;
import io.logaggregator.clients.FaultyClients.ProgramSender;
import io.logaggregator.testkit.ChildJvm;
import io.logaggregator.testkit.FreePort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Clients in Node: programs that run commands from standard input. */
final class FaultyNodeClients {

    private FaultyNodeClients() {}

    static List<Client> all() {
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
        String program =
                (code.contains("require(") ? NodeClientsIT.REQUIRE : "") + """
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
                """.formatted(FaultyClients.LARGE) + code;
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
}
