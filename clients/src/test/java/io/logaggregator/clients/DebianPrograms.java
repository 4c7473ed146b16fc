package io.logaggregator.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Starts programs of Debian with configurations, and passes messages to them. */
final class DebianPrograms {

    private static final String SOCKET = "input.socket";

    private DebianPrograms() {}

    /** Starts rsyslog with a socket for {@link #log}. */
    static Program startRsyslog(Path directory, String configuration) throws IOException {
        Path rsyslogd = Program.find("rsyslogd");
        Path file =
                Files.writeString(directory.resolve("rsyslog.conf"), """
                global(localHostname="web-1" workDirectory="%s")
                module(load="imuxsock" SysSock.Use="off" SysSock.RateLimit.Interval="0")
                input(type="imuxsock" Socket="%s" RateLimit.Interval="0")
                %s
                """.formatted(directory, SOCKET, configuration));
        List<String> command = new ArrayList<>(List.of(rsyslogd.toString(), "-n", "-C", "-f", file.toString()));
        command.addAll(List.of("-i", directory.resolve("pid").toString()));
        try (Stream<Path> modules = Files.walk(Program.resource(rsyslogd, "usr/lib"), 2)) {
            modules.filter(path -> path.endsWith("rsyslog") && Files.exists(path.resolve("imuxsock.so")))
                    .forEach(path -> command.addAll(List.of("-M", path.toString())));
        }
        return awaitSocket(Program.start(directory, Map.of(), command), directory);
    }

    /** Starts syslog-ng with a socket for {@link #log}. */
    static Program startSyslogNg(Path directory, String configuration) throws IOException {
        Path syslogNg = Program.find("syslog-ng");
        Path file = Files.writeString(directory.resolve("syslog-ng.conf"), """
                @version: 3.38
                source s_src { unix-dgram("%s" host-override("web-1")); };
                %s
                """.formatted(
                        SOCKET, configuration.replace("disk-buffer(", "disk-buffer(dir(\"" + directory + "\") ")));
        List<String> command = new ArrayList<>(List.of(syslogNg.toString(), "--foreground", "--no-caps"));
        command.addAll(List.of("--cfgfile", file.toString()));
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
        return awaitSocket(Program.start(directory, Map.of(), command), directory);
    }

    private static Program awaitSocket(Program program, Path directory) {
        program.await("socket", () -> Files.exists(directory.resolve(SOCKET)));
        return program;
    }

    /** Writes a message, or options and a message, to the socket of a program in the directory. */
    static void log(Path directory, String... message) {
        List<String> command = new ArrayList<>(List.of(Program.find("logger").toString(), "--socket", SOCKET));
        command.addAll(List.of("--priority", "user.err", "--tag", "shop"));
        command.addAll(List.of(message));
        Program.run(directory, Map.of(), command);
    }

    static Program startCollectd(Path directory, String host, double intervalSeconds, String configuration)
            throws IOException {
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

    /** Starts Prometheus, which scrapes a local port each second. */
    static Program startPrometheus(Path directory, int port, int scrapedPort, String configuration) throws IOException {
        Path prometheus = Program.find("prometheus");
        Path file = Files.writeString(directory.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: prometheus
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                %s
                """.formatted(scrapedPort, configuration));
        return Program.start(
                directory,
                Map.of(),
                List.of(
                        prometheus.toString(),
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port));
    }

    /** Writes a journal with messages. */
    static Path writeJournal(Path directory, String... messages) throws IOException {
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < messages.length; i++) {
            entries.append("""
                    __CURSOR=s=1;i=%1$d
                    __REALTIME_TIMESTAMP=%2$d
                    __MONOTONIC_TIMESTAMP=%2$d
                    _BOOT_ID=0123456789abcdef0123456789abcdef
                    _HOSTNAME=web-1
                    PRIORITY=3
                    SYSLOG_IDENTIFIER=shop
                    MESSAGE=%3$s

                    """.formatted(i + 1, Instant.now().toEpochMilli() * 1000 + i, messages[i]));
        }
        Path text = Files.writeString(Files.createTempFile(directory, "entries", ""), entries);
        Path journal = Path.of(text + ".journal");
        Program.run(
                directory,
                Map.of(),
                List.of(Program.find("systemd-journal-remote").toString(), "--output=" + journal, text.toString()));
        return journal;
    }

    /** The URL in a configuration of systemd-journal-upload. */
    static String uploadUrl(String configuration) {
        return configuration
                .lines()
                .filter(line -> line.startsWith("URL="))
                .map(line -> line.substring("URL=".length()))
                .findFirst()
                .orElseThrow();
    }
}
