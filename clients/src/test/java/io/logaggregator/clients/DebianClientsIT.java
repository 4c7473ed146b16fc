package io.logaggregator.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.logaggregator.testkit.ChildJvm;
import io.logaggregator.testkit.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Programs of Debian, installed or unpacked by the script unpack-programs. Each is skipped where it is absent, except in CI. */
class DebianClientsIT {

    private static final TestedServer SERVER = TestedServer.shared();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"rsyslog-elasticsearch", "rsyslog-kafka", "rsyslog-syslog"})
    void rsyslog_sendsWhatLoggerWrites(String name) throws IOException {
        assertRsyslogSends(
                SourcesDocument.configuration(name, SERVER)
                        .replace("topic=\"logs\"", "topic=\"" + SERVER.logTopic() + "\""),
                SERVER,
                "payment of " + name);
    }

    @Test
    void rsyslog_sendsOverTls() throws IOException {
        TestedServer server = TestedServer.sharedWithTls();
        String configuration = SourcesDocument.configuration("rsyslog-tls", server)
                .replace(
                        "/etc/ssl/ca.pem",
                        TestedServer.authority().certificate().toString());

        assertRsyslogSends(configuration, server, "payment of rsyslog over TLS");
    }

    private void assertRsyslogSends(String configuration, TestedServer server, String message) throws IOException {
        try (Program rsyslog = DebianPrograms.startRsyslog(directory, configuration)) {
            DebianPrograms.log(directory, message);

            assertEvent(rsyslog.explain(() -> server.awaitLog(message)), "web-1", "ERROR", "shop");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"collectd-http", "collectd-kafka", "collectd-graphite"})
    void collectd_sendsValues(String name) throws IOException {
        String configuration = SourcesDocument.configuration(name, SERVER)
                .replace("Topic \"collectd\"", "Topic \"" + SERVER.collectdTopic() + "\"");
        try (Program program =
                DebianPrograms.startCollectd(directory, name, 0.5, "LoadPlugin load\n" + configuration)) {
            JsonNode point = program.explain(() -> SERVER.awaitPoint("load.load.shortterm", name));
            assertThat(point.get("max").asDouble()).isBetween(0.0, 10_000.0);
        }
    }

    /** The utilization that the built-in rules read, from counters. */
    @Test
    void collectd_feedsBuiltInRules() throws IOException {
        String configuration = SourcesDocument.configuration("collectd-http", SERVER);
        try (Program program = DebianPrograms.startCollectd(
                directory,
                "collectd-utilization",
                2,
                "LoadPlugin cpu\nLoadPlugin memory\nLoadPlugin processes\n" + configuration)) {
            program.explain(() -> {
                assertUtilization("system.cpu.utilization", "collectd-utilization");
                assertUtilization("system.memory.utilization", "collectd-utilization");
                return SERVER.awaitPoint("system.process.count", "collectd-utilization");
            });
        }
    }

    /** Of collectd's plugin network, which another collectd passes on. */
    @Test
    void collectdNetwork_isPassedOn() throws IOException {
        String port = Integer.toString(FreePort.find());
        String receiver = SourcesDocument.configuration("collectd-network-receiver", SERVER)
                .replace("0.0.0.0", "127.0.0.1")
                .replace("25826", port);
        String sender = SourcesDocument.configuration("collectd-network", SERVER)
                .replace("collector", "127.0.0.1")
                .replace("25826", port);
        String http = SourcesDocument.configuration("collectd-http", SERVER);
        try (Program first = DebianPrograms.startCollectd(directory, "collectd-receiver", 0.5, receiver + "\n" + http);
                Program second =
                        DebianPrograms.startCollectd(directory, "collectd-sender", 0.5, "LoadPlugin load\n" + sender)) {
            first.explain(() -> second.explain(() -> SERVER.awaitPoint("load.load.shortterm", "collectd-sender")));
        }
    }

    @Test
    void nodeExporter_feedsBuiltInRules() throws IOException {
        Path exporter = Program.find("prometheus-node-exporter");
        String port = Integer.toString(FreePort.find());
        String agent = SourcesDocument.configuration("agent-scrape", SERVER)
                .replace("9100", port)
                .replace(
                        "job=node",
                        "job=node host=web-node"); // the agent reports the utilization of its own host itself
        List<String> command = new ArrayList<>(List.of(exporter.toString(), "--collector.processes"));
        command.add("--web.listen-address=127.0.0.1:" + port);
        try (Program program = Program.start(directory, Map.of(), command);
                ChildJvm _ = SERVER.startAgent("web-agent", directory, agent)) {
            program.explain(() -> {
                assertUtilization("system.cpu.utilization", "web-node");
                assertUtilization("system.memory.utilization", "web-node");
                return SERVER.awaitPoint("system.process.count", "web-node");
            });
        }
    }

    private static void assertUtilization(String metric, String host) {
        assertThat(SERVER.awaitPoint(metric, host).get("max").asDouble()).isBetween(0.0, 1.0);
    }

    private List<String> amtool() throws IOException {
        Path program = Program.find("amtool");
        Path http = Files.writeString(
                directory.resolve("http.yml"), "authorization: {credentials: " + TestedServer.KEY + "}");
        return List.of(
                program.toString(),
                "--alertmanager.url=http://127.0.0.1:" + SERVER.port(),
                "--http.config.file=" + http,
                "--no-version-check");
    }

    @Test
    void amtool_sendsAlerts_andSilencesThem() throws IOException {
        List<String> amtool = amtool();

        run(amtool, "alert add alertname=Disk instance=db-1:9100 severity=critical");
        await("the alert")
                .until(() -> run(amtool, "alert query alertname=Disk -o simple"), alerts -> alerts.contains("active"));
        assertThat(run(amtool, "alert query severity=critical -o extended")).contains("instance=\"db-1:9100\"");

        String silence = run(amtool, "silence add --author=Ann --comment=test alertname=Disk")
                .strip();
        assertThat(run(amtool, "silence query alertname=Disk")).contains(silence);
        assertThat(run(amtool, "alert query --silenced alertname=Disk")).contains("suppressed");
        run(amtool, "silence expire " + silence);
        assertThat(run(amtool, "silence query -q")).doesNotContain(silence);
        assertThat(run(amtool, "silence query --expired -q")).contains(silence);

        run(
                amtool,
                "alert add alertname=Disk instance=db-1:9100 severity=critical --start=2020-01-01T00:00:00Z --end=2020-01-01T01:00:00Z");
        await("the end")
                .until(() -> run(amtool, "alert query alertname=Disk -o simple"), alerts -> !alerts.contains("active"));
    }

    private String run(List<String> program, String arguments) {
        return Program.run(
                directory,
                Map.of(),
                Stream.concat(program.stream(), Stream.of(arguments.split(" "))).toList());
    }

    @Test
    void prometheus_writesItsSamples() throws IOException {
        String configuration = SourcesDocument.configuration("prometheus", SERVER);
        int port = FreePort.find();
        try (Program program = DebianPrograms.startPrometheus(directory, port, port, configuration)) {
            JsonNode point = program.explain(() -> SERVER.awaitPoint("prometheus_build_info", "127.0.0.1"));
            assertThat(point.get("max").asDouble()).isEqualTo(1);
        }
    }

    /** An alert on a target that is down, until it is up. */
    @Test
    void prometheus_sendsItsAlerts() throws IOException {
        List<String> amtool = amtool();
        Files.writeString(directory.resolve("rules.yml"), """
                groups:
                  - name: targets
                    interval: 1s
                    rules:
                      - alert: TargetDown
                        expr: up == 0
                        labels: {severity: critical}
                        annotations: {summary: "{{ $labels.job }} does not answer"}
                """);
        int target = FreePort.find();
        try (Program prometheus = DebianPrograms.startPrometheus(
                directory, FreePort.find(), target, """
                rule_files: [rules.yml]
                alerting:
                  alertmanagers:
                    - api_version: v2
                      authorization: {credentials: %s}
                      static_configs: [{targets: ["127.0.0.1:%d"]}]
                """.formatted(TestedServer.KEY, SERVER.port()))) {
            String alert = prometheus.explain(() -> await("the alert")
                    .until(() -> run(amtool, "alert query alertname=TargetDown -o json"), found -> found.length() > 9));
            assertThat(alert)
                    .contains(
                            "\"summary\":\"prometheus does not answer\"", "/graph?g0.expr=up", "\"state\":\"active\"");

            String silence = run(amtool, "silence add --author=Ann --comment=test alertname=TargetDown")
                    .strip();
            assertThat(run(amtool, "alert query --silenced alertname=TargetDown -o json"))
                    .contains(silence);
            run(amtool, "silence expire " + silence);

            HttpServer up = HttpServer.create(new InetSocketAddress("127.0.0.1", target), 0);
            up.createContext("/metrics", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            up.start();
            try {
                prometheus.explain(() -> await("the end")
                        .until(
                                () -> run(amtool, "alert query alertname=TargetDown -o json"),
                                found -> found.startsWith("[]")));
            } finally {
                up.stop(0);
            }
        }
    }

    @Test
    void syslogNg_sendsWhatLoggerWrites() throws IOException {
        String configuration = SourcesDocument.configuration("syslog-ng", SERVER);
        try (Program program = DebianPrograms.startSyslogNg(directory, configuration)) {
            DebianPrograms.log(directory, "payment of syslog-ng");

            assertEvent(program.explain(() -> SERVER.awaitLog("payment of syslog-ng")), "web-1", "ERROR", "shop");
        }
    }

    @Test
    void logger_sendsOverTcp() throws IOException {
        String command = SourcesDocument.configuration("logger", SERVER)
                .replace("logger ", Program.find("logger") + " ")
                .replace("hello", "payment of logger");

        Program.run(directory, Map.of(), List.of("/bin/sh", "-c", command));

        String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        assertEvent(SERVER.awaitLog("payment of logger"), host, "INFO", "shop");
    }

    @Test
    void journalUpload_sendsEntries() throws IOException {
        Path upload = Program.find("systemd-journal-upload");
        Path journal = DebianPrograms.writeJournal(directory, "payment of journal");
        String url = DebianPrograms.uploadUrl(SourcesDocument.configuration("journal-upload", SERVER));

        Program.run(
                directory, Map.of(), List.of(upload.toString(), "--url=" + url, "--file=" + journal, "--follow=no"));

        assertEvent(SERVER.awaitLog("payment of journal"), "web-1", "ERROR", "shop");
    }

    static void assertEvent(JsonNode event, String host, String level, String application) {
        assertThat(event.get("host").asString()).isEqualTo(host);
        assertThat(event.get("level").asString()).isEqualTo(level);
        assertThat(event.get("application").asString()).isEqualTo(application);
    }
}
