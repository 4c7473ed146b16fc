package io.logaggregator.benchmarks.peers;

import io.logaggregator.benchmarks.environment.PlainTable;
import io.logaggregator.benchmarks.environment.ScratchDatabase;
import io.logaggregator.benchmarks.environment.ServerTopics;
import io.logaggregator.benchmarks.environment.Topic;
import io.logaggregator.benchmarks.environment.TrainedServer;
import io.logaggregator.server.AggregatorServer;
import io.logaggregator.testkit.TestKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The server and its peers, each as a process of its own with the same heap. */
public final class Peers {

    private static final String NARROW = """
            create table plain_event (
                observed_at timestamptz not null,
                host        text        not null,
                level       text        not null,
                message     text        not null,
                environment text        not null,
                application text        not null,
                component   text        not null,
                tags        text[]      not null,
                attributes  jsonb       not null
            );
            create index plain_event_observed_at on plain_event (observed_at)""";

    private static final String OF_RSYSLOG = """
            create table plain_event (
                observed_at timestamptz not null,
                host        text        not null,
                level       text        not null,
                message     text        not null,
                application text        not null,
                attributes  jsonb       not null
            );
            create index plain_event_observed_at on plain_event (observed_at)""";

    private static final List<String> CLASS_PATH = List.of("-cp", System.getProperty("java.class.path"));
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private Peers() {}

    /** The server. */
    public static Peer server() {
        return server("this server", CLASS_PATH);
    }

    /** The server with an AOT cache. */
    public static Peer server(TrainedServer trained) {
        return server("this server, with an AOT cache", trained.options());
    }

    private static Peer server(String name, List<String> options) {
        return new Peer(name, "", "log_event", (database, topic, _) -> {
            ServerTopics topics = new ServerTopics(topic, Topic.create(1));
            return java(options, AggregatorServer.class, topics.arguments(database, 0));
        });
    }

    /** The others; those whose programs are not installed are missing. */
    public static List<Peer> others() {
        List<Peer> others = new ArrayList<>(List.of(
                new Peer(
                        "COPY, 12 columns", PlainTable.ALL_COLUMNS, "plain_event", program(CopyConsumer.class, "wide")),
                new Peer("COPY, 9 columns", NARROW, "plain_event", program(CopyConsumer.class, "narrow")),
                new Peer("batched INSERT, 9 columns", NARROW, "plain_event", program(InsertConsumer.class, "narrow"))));
        rsyslog().ifPresent(others::add);
        return others;
    }

    private static Peer.Launch program(Class<?> main, String columns) {
        return (database, topic, group) -> java(
                CLASS_PATH,
                main,
                List.of(
                        TestKafka.shared().bootstrapServers(),
                        topic.name(),
                        group,
                        database.database().jdbcUrl(),
                        database.database().user(),
                        database.database().password(),
                        columns));
    }

    /** @param options of the JVM, with the class path */
    private static Process java(List<String> options, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                JAVA.toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(main.getSimpleName()).toFile())
                .start();
    }

    private static Path log(String program) throws IOException {
        Path directory = Path.of("benchmarks", "target", "peers");
        Files.createDirectories(directory);
        return directory.resolve(program + ".log");
    }

    /** rsyslog with its modules for Kafka and PostgreSQL, from packages of the system. */
    private static Optional<Peer> rsyslog() {
        boolean installed = Stream.of(
                        "/usr/sbin/rsyslogd",
                        "/usr/lib/x86_64-linux-gnu/rsyslog/imkafka.so",
                        "/usr/lib/x86_64-linux-gnu/rsyslog/ompgsql.so")
                .allMatch(file -> Files.exists(Path.of(file)));
        return installed
                ? Optional.of(new Peer("rsyslog, 6 columns", OF_RSYSLOG, "plain_event", Peers::startRsyslog))
                : Optional.empty();
    }

    private static Process startRsyslog(ScratchDatabase database, Topic topic, String group) throws IOException {
        Path directory = Files.createTempDirectory("rsyslog");
        Path configuration = directory.resolve("rsyslog.conf");
        Files.writeString(configuration, """
                global(workDirectory="%s" maxMessageSize="64k")
                module(load="imkafka")
                module(load="mmjsonparse")
                module(load="ompgsql")
                template(name="insert" type="list" option.stdsql="on") {
                    constant(value="insert into plain_event values ('")
                    property(name="$!timestamp")
                    constant(value="','")
                    property(name="$!host")
                    constant(value="','")
                    property(name="$!level")
                    constant(value="','")
                    property(name="$!message")
                    constant(value="','")
                    property(name="$!application")
                    constant(value="','")
                    property(name="$!metadata")
                    constant(value="')")
                }
                ruleset(name="store") {
                    action(type="mmjsonparse" cookie="")
                    action(type="ompgsql" conninfo="%s" template="insert" action.resumeRetryCount="-1"
                           queue.type="LinkedList" queue.size="50000" queue.dequeueBatchSize="1000" queue.workerThreads="2")
                }
                input(type="imkafka" topic="%s" broker="%s" consumergroup="%s" ruleset="store"
                      confParam=["auto.offset.reset=earliest", "session.timeout.ms=6000"])
                """.formatted(
                        directory,
                        database.database().jdbcUrl().replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "")
                                + "?user=" + database.database().user()
                                + "&password=" + database.database().password(),
                        topic.name(),
                        TestKafka.shared().bootstrapServers(),
                        group));
        return new ProcessBuilder("/usr/sbin/rsyslogd", "-n", "-f", configuration.toString(), "-i", directory + "/pid")
                .redirectErrorStream(true)
                .redirectOutput(log("rsyslog").toFile())
                .start();
    }
}
