package io.logaggregator.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.testkit.ChildJvm;
import io.logaggregator.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
        Path rsyslogd = Program.find("rsyslogd");
        Path file = Files.writeString(directory.resolve("rsyslog.conf"), """
                global(localHostname="web-1" workDirectory="%s")
                module(load="imuxsock" SysSock.Use="off")
                input(type="imuxsock" Socket="input.socket")
                %s
                """.formatted(directory, configuration));
        List<String> command = new ArrayList<>(List.of(rsyslogd.toString(), "-n", "-C", "-f", file.toString()));
        command.addAll(List.of("-i", directory.resolve("pid").toString()));
        try (Stream<Path> modules = Files.walk(Program.resource(rsyslogd, "usr/lib"), 2)) {
            modules.filter(path -> path.endsWith("rsyslog") && Files.exists(path.resolve("imuxsock.so")))
                    .forEach(path -> command.addAll(List.of("-M", path.toString())));
        }

        try (Program rsyslog = Program.start(directory, Map.of(), command)) {
            rsyslog.await("socket", () -> Files.exists(directory.resolve("input.socket")));
            log(message);

            assertEvent(rsyslog.explain(() -> server.awaitLog(message)), "web-1", "ERROR", "shop");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"collectd-http", "collectd-kafka", "collectd-graphite"})
    void collectd_sendsValues(String name) throws IOException {
        String configuration = SourcesDocument.configuration(name, SERVER)
                .replace("Topic \"collectd\"", "Topic \"" + SERVER.collectdTopic() + "\"");
        try (Program program = startCollectd(name, 0.5, "LoadPlugin load\n" + configuration)) {
            JsonNode point = program.explain(() -> SERVER.awaitPoint("load.load.shortterm", name));
            assertThat(point.get("max").asDouble()).isBetween(0.0, 10_000.0);
        }
    }

    private Program startCollectd(String host, double intervalSeconds, String configuration) throws IOException {
        Path collectd = Program.find("collectd");
        Path file = Files.writeString(directory.resolve(host + ".conf"), """
                Hostname "%s"
                FQDNLookup false
                Interval %s
                PluginDir "%s"
                TypesDB "%s"
                %s
                """.formatted(
                        host,
                        intervalSeconds,
                        Program.resource(collectd, "usr/lib/collectd"),
                        Program.resource(collectd, "usr/share/collectd/types.db"),
                        configuration));
        List<String> command = new ArrayList<>(List.of(collectd.toString(), "-f", "-C", file.toString()));
        command.addAll(List.of("-P", directory.resolve(host + ".pid").toString()));
        return Program.start(directory, Map.of(), command);
    }

    /** The utilization that the built-in rules read, from counters. */
    @Test
    void collectd_feedsBuiltInRules() throws IOException {
        String configuration = SourcesDocument.configuration("collectd-http", SERVER);
        try (Program program = startCollectd(
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
        try (Program first = startCollectd("collectd-receiver", 0.5, receiver + "\n" + http);
                Program second = startCollectd("collectd-sender", 0.5, "LoadPlugin load\n" + sender)) {
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

    @Test
    void prometheus_writesItsSamples() throws IOException {
        Path prometheus = Program.find("prometheus");
        int port = FreePort.find();
        Path configuration = Files.writeString(directory.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: prometheus
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                %s
                """.formatted(
                        port, SourcesDocument.configuration("prometheus", SERVER)));

        try (Program program = Program.start(
                directory,
                Map.of(),
                List.of(
                        prometheus.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port))) {
            JsonNode point = program.explain(() -> SERVER.awaitPoint("prometheus_build_info", "127.0.0.1"));
            assertThat(point.get("max").asDouble()).isEqualTo(1);
        }
    }

    @Test
    void syslogNg_sendsWhatLoggerWrites() throws IOException {
        Path syslogNg = Program.find("syslog-ng");
        Path configuration = Files.writeString(
                directory.resolve("syslog-ng.conf"), """
                @version: 3.38
                source s_src { unix-dgram("input.socket" host-override("web-1")); };
                %s
                """.formatted(SourcesDocument.configuration("syslog-ng", SERVER)
                        .replace("disk-buffer(", "disk-buffer(dir(\"" + directory + "\") ")));
        List<String> command = new ArrayList<>(List.of(syslogNg.toString(), "--foreground", "--no-caps"));
        command.addAll(List.of("--cfgfile", configuration.toString()));
        command.addAll(List.of("--persist-file", directory.resolve("persist").toString()));
        command.addAll(List.of("--pidfile", directory.resolve("pid").toString()));
        command.addAll(List.of("--control", directory.resolve("control").toString()));
        Path modules = Program.resource(syslogNg, "usr/lib/syslog-ng");
        try (Stream<Path> versions = Files.list(modules)) {
            command.addAll(List.of(
                    "--module-path",
                    versions.filter(Files::isDirectory)
                            .findFirst()
                            .orElse(modules)
                            .toString()));
        }

        try (Program program = Program.start(directory, Map.of(), command)) {
            program.await("socket", () -> Files.exists(directory.resolve("input.socket")));
            log("payment of syslog-ng");

            assertEvent(program.explain(() -> SERVER.awaitLog("payment of syslog-ng")), "web-1", "ERROR", "shop");
        }
    }

    @Test
    void logger_sendsOverTcp() {
        String command = SourcesDocument.configuration("logger", SERVER)
                .replace("logger ", Program.find("logger") + " ")
                .replace("hello", "payment of logger");

        Program.run(directory, Map.of(), List.of("/bin/sh", "-c", command));

        JsonNode event = SERVER.awaitLog("payment of logger");
        assertThat(event.get("application").asString()).isEqualTo("shop");
        assertThat(event.get("level").asString()).isEqualTo("INFO");
    }

    @Test
    void journalUpload_sendsEntries() throws IOException {
        Path upload = Program.find("systemd-journal-upload");
        long now = Instant.now().toEpochMilli() * 1000;
        Files.writeString(directory.resolve("entries"), """
                __CURSOR=s=1;i=1
                __REALTIME_TIMESTAMP=%1$d
                __MONOTONIC_TIMESTAMP=%1$d
                _BOOT_ID=0123456789abcdef0123456789abcdef
                _HOSTNAME=web-1
                PRIORITY=3
                SYSLOG_IDENTIFIER=shop
                MESSAGE=payment of journal

                """.formatted(now));
        Path journal = directory.resolve("entries.journal");
        Program.run(
                directory,
                Map.of(),
                List.of(Program.find("systemd-journal-remote").toString(), "--output=" + journal, "entries"));
        String url = SourcesDocument.configuration("journal-upload", SERVER)
                .lines()
                .filter(line -> line.startsWith("URL="))
                .map(line -> line.substring(4))
                .findFirst()
                .orElseThrow();

        Program.run(
                directory, Map.of(), List.of(upload.toString(), "--url=" + url, "--file=" + journal, "--follow=no"));

        assertEvent(SERVER.awaitLog("payment of journal"), "web-1", "ERROR", "shop");
    }

    /** Writes a message to the socket of a program in the directory. */
    private void log(String message) {
        List<String> command = new ArrayList<>(List.of(Program.find("logger").toString(), "--socket", "input.socket"));
        command.addAll(List.of("--priority", "user.err", "--tag", "shop", message));
        Program.run(directory, Map.of(), command);
    }

    static void assertEvent(JsonNode event, String host, String level, String application) {
        assertThat(event.get("host").asString()).isEqualTo(host);
        assertThat(event.get("level").asString()).isEqualTo(level);
        assertThat(event.get("application").asString()).isEqualTo(application);
    }
}
