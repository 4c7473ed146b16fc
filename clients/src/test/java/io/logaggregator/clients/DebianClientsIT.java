package io.logaggregator.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
        Path rsyslogd = Program.find("rsyslogd");
        Path configuration = Files.writeString(directory.resolve("rsyslog.conf"), """
                global(localHostname="web-1" workDirectory="%s")
                module(load="imuxsock" SysSock.Use="off")
                input(type="imuxsock" Socket="input.socket")
                %s
                """.formatted(
                        directory,
                        SourcesDocument.configuration(name, SERVER)
                                .replace("topic=\"logs\"", "topic=\"" + SERVER.logTopic() + "\"")));
        List<String> command = new ArrayList<>(List.of(
                rsyslogd.toString(),
                "-n",
                "-C",
                "-f",
                configuration.toString(),
                "-i",
                directory.resolve("pid").toString()));
        try (Stream<Path> modules = Files.walk(Program.resource(rsyslogd, "usr/lib"), 2)) {
            modules.filter(path -> path.endsWith("rsyslog") && Files.exists(path.resolve("imuxsock.so")))
                    .forEach(path -> command.addAll(List.of("-M", path.toString())));
        }

        try (Program rsyslog = Program.start(directory, Map.of(), command)) {
            rsyslog.await("socket", () -> Files.exists(directory.resolve("input.socket")));
            log("payment of " + name);

            assertEvent(rsyslog.explain(() -> SERVER.awaitLog("payment of " + name)), "web-1", "ERROR", "shop");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"collectd-http", "collectd-kafka", "collectd-graphite"})
    void collectd_sendsValues(String name) throws IOException {
        Path collectd = Program.find("collectd");
        Path configuration = Files.writeString(directory.resolve("collectd.conf"), """
                Hostname "%1$s"
                FQDNLookup false
                Interval 0.5
                PluginDir "%2$s"
                TypesDB "%3$s"
                LoadPlugin load
                %4$s
                """.formatted(
                        name,
                        Program.resource(collectd, "usr/lib/collectd"),
                        Program.resource(collectd, "usr/share/collectd/types.db"),
                        SourcesDocument.configuration(name, SERVER)
                                .replace("Topic \"collectd\"", "Topic \"" + SERVER.collectdTopic() + "\"")));

        try (Program program = Program.start(
                directory,
                Map.of(),
                List.of(
                        collectd.toString(),
                        "-f",
                        "-C",
                        configuration.toString(),
                        "-P",
                        directory.resolve("pid").toString()))) {
            JsonNode point = program.explain(() -> SERVER.awaitPoint("load.load.shortterm", name));
            assertThat(point.get("max").asDouble()).isBetween(0.0, 10_000.0);
        }
    }

    @Test
    void amtool_sendsAlerts_andSilencesThem() throws IOException {
        Path program = Program.find("amtool");
        Path http = Files.writeString(
                directory.resolve("http.yml"), "authorization: {credentials: " + TestedServer.KEY + "}");
        List<String> amtool = List.of(
                program.toString(),
                "--alertmanager.url=http://127.0.0.1:" + SERVER.port(),
                "--http.config.file=" + http,
                "--no-version-check");

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
