package io.logaggregator.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.testkit.FreePort;
import java.io.IOException;
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
    @ValueSource(strings = {"rsyslog-elasticsearch", "rsyslog-kafka"})
    void rsyslog_sendsWhatLoggerWrites(String name) throws IOException {
        Path rsyslogd = Program.find("rsyslogd");
        Path configuration = Files.writeString(
                directory.resolve("rsyslog.conf"), """
                global(localHostname="web-1")
                module(load="imuxsock" SysSock.Use="off")
                input(type="imuxsock" Socket="input.socket")
                %s
                """.formatted(SourcesDocument.configuration(name, SERVER)
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
            Program.run(
                    directory,
                    Map.of(),
                    List.of(
                            Program.find("logger").toString(),
                            "--socket",
                            "input.socket",
                            "--priority",
                            "user.err",
                            "--tag",
                            "shop",
                            "payment of " + name));

            assertEvent(rsyslog.explain(() -> SERVER.awaitLog("payment of " + name)), "web-1", "ERROR", "shop");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"collectd-http", "collectd-kafka"})
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

    static void assertEvent(JsonNode event, String host, String level, String application) {
        assertThat(event.get("host").asString()).isEqualTo(host);
        assertThat(event.get("level").asString()).isEqualTo(level);
        assertThat(event.get("application").asString()).isEqualTo(application);
    }
}
