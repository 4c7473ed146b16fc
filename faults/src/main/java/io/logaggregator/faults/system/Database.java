package io.logaggregator.faults.system;

import io.logaggregator.embedded.servers.EmbeddedPostgresServer;
import io.logaggregator.testkit.TestBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL server. Each client connects through its own proxy. */
public final class Database implements FaultTarget, AutoCloseable {

    public static final String USER = "postgres";
    public static final String TIMEOUTS = "?connectTimeout=5&loginTimeout=5&socketTimeout=30";
    private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RECOVERY_TIMEOUT = Duration.ofMinutes(5);
    private static final int VALIDATION_SECONDS = 5;
    /** More than the WAL that PostgreSQL retains. */
    private static final int WAL_MEGABYTES = 400;

    /** Fast recovery and little disk space. */
    private static final Map<String, String> SETTINGS =
            Map.of("max_wal_size", "192MB", "min_wal_size", "64MB", "shared_buffers", "128MB");

    private final Path directory;
    private final List<NetworkProxy> proxies;
    private EmbeddedPostgresServer server;

    /** Returns when the server accepts connections. */
    Database(Path directory, List<NetworkProxy> proxies) {
        this.directory = directory;
        this.proxies = List.copyOf(proxies);
        this.server = launch();
    }

    /** The data directory. */
    static Path data(Path directory) {
        return directory.resolve("data");
    }

    static String jdbcUrl(NetworkProxy proxy) {
        return "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres";
    }

    private EmbeddedPostgresServer launch() {
        EmbeddedPostgresServer started = EmbeddedPostgresServer.start(directory, 0, TestBinaries.directory(), SETTINGS);
        proxies.forEach(proxy -> proxy.forwardTo(started.port()));
        return started;
    }

    @Override
    public void kill() {
        proxies.forEach(proxy -> proxy.forwardTo(0));
        List<ProcessHandle> processes = stopAll();
        Signal.KILL.send(processes);
        Await.require(
                EXIT_TIMEOUT,
                () -> processes.stream().noneMatch(Database::isPostgres),
                "PostgreSQL does not end after kill -9");
        server.close();
    }

    @Override
    public void start() {
        server = launch();
    }

    /**
     * Writes WAL until PostgreSQL needs a new segment, and stops because there is no space for one. Rows alone would not
     * lead to that: without space for them, nothing is written.
     */
    public void exhaustWal() {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl() + TIMEOUTS, USER, "");
                Statement statement = connection.createStatement()) {
            for (int megabytes = 0; megabytes < WAL_MEGABYTES; megabytes += 8) {
                statement.execute("select pg_logical_emit_message(false, 'ballast', repeat('x', 8 * 1024 * 1024))");
            }
        } catch (SQLException e) {
            // the server has stopped, as intended
        }
    }

    /** Waits until the server accepts connections. Restarts it if it has exited, as on a full disk. */
    public void recover() {
        Await.require(
                RECOVERY_TIMEOUT,
                () -> {
                    if (!isAlive()) {
                        kill();
                        start();
                    }
                    return acceptsConnections();
                },
                "PostgreSQL does not recover");
    }

    private boolean acceptsConnections() throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl() + TIMEOUTS, USER, "")) {
            return connection.isValid(VALIDATION_SECONDS);
        }
    }

    @Override
    public void stop() {
        stopAll();
    }

    @Override
    public void resume() {
        Signal.CONT.send(processes());
    }

    @Override
    public boolean isAlive() {
        return postmaster().isPresent();
    }

    /** Stops the postmaster first, so that it starts no new processes. */
    private List<ProcessHandle> stopAll() {
        Signal.STOP.send(postmaster().stream().toList());
        List<ProcessHandle> all = processes();
        Signal.STOP.send(all);
        return all;
    }

    private List<ProcessHandle> processes() {
        return postmaster().stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
    }

    private Optional<ProcessHandle> postmaster() {
        Path file = data(directory).resolve("postmaster.pid");
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
            return ProcessHandle.of(pid).filter(Database::isPostgres);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A zombie process has no command. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("/postgres"))
                .isPresent();
    }

    @Override
    public void close() {
        resume();
        server.close();
    }
}
