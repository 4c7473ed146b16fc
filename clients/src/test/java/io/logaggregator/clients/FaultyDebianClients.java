package io.logaggregator.clients;

import com.sun.net.httpserver.HttpServer;
import io.logaggregator.clients.FaultyClients.Client;
import io.logaggregator.clients.FaultyClients.Kind;
import io.logaggregator.clients.FaultyClients.ProgramSender;
import io.logaggregator.clients.FaultyClients.Sender;
import io.logaggregator.testkit.FreePort;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Programs of Debian, started for each test. */
final class FaultyDebianClients {

    private FaultyDebianClients() {}

    static List<Client> all() {
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
                        FaultyDebianClients::kcat),
                collectd("collectd, write_http", "collectd-http", true),
                collectd("collectd, write_kafka", "collectd-kafka", false),
                collectd("collectd, write_graphite", "collectd-graphite", false),
                new Client("Prometheus, remote write", Kind.REPEATED_METRICS, true, FaultyDebianClients::prometheus),
                new Client("systemd-journal-upload", Kind.LOGS, true, FaultyDebianClients::journalUpload));
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
                upload(before, FaultyClients.LARGE_TEXT, after);
            }
        };
    }
}
