package io.logaggregator.testkit;

import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import io.logaggregator.embedded.servers.EmbeddedPostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * One broker and one PostgreSQL for all test JVMs of a build.
 *
 * <p>Each test JVM holds a connection. The process ends with its servers when there is no connection and either the build
 * has ended or no connection has come for {@link #IDLE_TIMEOUT}. It also ends on SIGINT and SIGTERM. When a test JVM ends,
 * its databases are dropped.
 */
final class TestServersProcess {

    static final int ACCEPTED = '+';

    /** For databases that are dropped after the tests. */
    private static final Map<String, String> POSTGRES_SETTINGS = Map.of(
            "fsync", "off",
            "full_page_writes", "off",
            "autovacuum", "off", // no database lives long enough, and each one gets a process every few seconds
            "wal_compression", "off", // else a new database costs five times the processor time
            "max_connections", "400");

    /** On a busy machine a heartbeat may be late by seconds. */
    private static final Map<String, String> BROKER_SETTINGS =
            Map.of("broker.session.timeout.ms", "60000", "broker.heartbeat.interval.ms", "2000");

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(200);

    private final EmbeddedPostgresServer postgres;
    private final Object lock = new Object();
    private int connections;
    private boolean ending;
    private long idleSince = System.nanoTime();

    private TestServersProcess(EmbeddedPostgresServer postgres) {
        this.postgres = postgres;
    }

    /** @param arguments the directory, and the process id of the build if it is known */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (FileChannel file = FileChannel.open(
                        directory.resolve("process.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = file.lock()) { // waits for the end of a previous process
            serveUntilUnused(directory, arguments);
            System.exit(0); // keeps the lock until the servers are closed
        }
    }

    private static void serveUntilUnused(Path directory, String[] arguments) throws IOException, InterruptedException {
        Path postgresDirectory = directory.resolve("postgres");
        Path brokerDirectory = directory.resolve("kafka");
        TemporaryDirectory.deleteAtEnd(postgresDirectory);
        TemporaryDirectory.deleteAtEnd(brokerDirectory);
        EmbeddedPostgresServer postgres =
                EmbeddedPostgresServer.start(postgresDirectory, 0, TestBinaries.directory(), POSTGRES_SETTINGS);
        TemporaryDirectory.closeBeforeDeletion(postgres);
        EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(brokerDirectory, 0, BROKER_SETTINGS);
        TemporaryDirectory.closeBeforeDeletion(broker);
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            TestServersProcess process = new TestServersProcess(postgres);
            Thread.ofPlatform().daemon().name("accept").start(() -> process.accept(server));
            new Addresses(
                            server.getLocalPort(),
                            broker.bootstrapServers(),
                            new TestPostgres.Database(postgres.jdbcUrl(), postgres.user(), postgres.password()))
                    .write(directory);
            while (!process.isUnused(arguments.length > 1 && !isAlive(arguments[1]))) {
                Thread.sleep(CHECK_INTERVAL);
            }
        }
    }

    private static boolean isAlive(String processId) {
        return ProcessHandle.of(Long.parseLong(processId))
                .map(ProcessHandle::isAlive)
                .orElse(false);
    }

    /** From then on no connection is accepted. */
    private boolean isUnused(boolean buildEnded) {
        synchronized (lock) {
            ending = connections == 0 && (buildEnded || System.nanoTime() - idleSince > IDLE_TIMEOUT.toNanos());
            return ending;
        }
    }

    private boolean isEnding() {
        synchronized (lock) {
            return ending;
        }
    }

    private void accept(ServerSocket server) {
        while (true) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed at the end
            }
        }
    }

    private void serve(Socket client) {
        synchronized (lock) {
            connections++;
        }
        String prefix = null;
        try (client;
                var reader =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            if (line != null && !isEnding()) {
                prefix = line;
                client.getOutputStream().write(ACCEPTED);
                awaitEnd(reader);
            }
        } catch (IOException e) {
            System.out.println("connection of a test JVM: " + e);
        } finally {
            synchronized (lock) {
                connections--;
                idleSince = System.nanoTime();
            }
        }
        if (prefix != null) {
            dropDatabases(prefix);
        }
    }

    private static void awaitEnd(Reader reader) {
        try {
            while (reader.read() >= 0) {
                // it sends nothing more
            }
        } catch (IOException e) {
            // killed
        }
    }

    /** Frees disk space during the build; the end of the process does not wait for it. */
    private void dropDatabases(String prefix) {
        TestPostgres.Database database =
                new TestPostgres.Database(postgres.jdbcUrl(), postgres.user(), postgres.password());
        try {
            database.column("select datname from pg_database where starts_with(datname, '" + prefix + "')")
                    .forEach(name -> database.execute("drop database " + name + " with (force)"));
        } catch (IllegalStateException e) {
            if (!isEnding()) {
                System.out.println("databases of a test JVM: " + e);
            }
        }
    }

    /**
     * Where the process and its servers listen.
     *
     * @param port of 127.0.0.1 for the connections of test JVMs
     */
    record Addresses(int port, String bootstrapServers, TestPostgres.Database postgres) {

        static Path file(Path directory) {
            return directory.resolve("addresses.properties");
        }

        static Optional<Addresses> read(Path directory) throws IOException {
            if (!Files.exists(file(directory))) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file(directory))) {
                properties.load(reader);
            }
            return Optional.of(new Addresses(
                    Integer.parseInt(properties.getProperty("port")),
                    properties.getProperty("kafka"),
                    new TestPostgres.Database(
                            properties.getProperty("jdbcUrl"),
                            properties.getProperty("user"),
                            properties.getProperty("password"))));
        }

        void write(Path directory) throws IOException {
            Properties properties = new Properties();
            properties.setProperty("port", Integer.toString(port));
            properties.setProperty("kafka", bootstrapServers);
            properties.setProperty("jdbcUrl", postgres.jdbcUrl());
            properties.setProperty("user", postgres.user());
            properties.setProperty("password", postgres.password());
            Path unfinished = directory.resolve("addresses.unfinished");
            try (Writer writer = Files.newBufferedWriter(unfinished)) {
                properties.store(writer, null);
            }
            Files.move(
                    unfinished, file(directory), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
