package io.logaggregator.faults;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL with its processes, to which each client comes over a line of its own. */
final class Database implements Disturbed, AutoCloseable {

    static final String USER = "postgres";
    static final String TIMEOUTS = "?connectTimeout=5&loginTimeout=5&socketTimeout=30";
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(20);
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(90);
    private static final int ANSWER_SECONDS = 5;
    /** More than it keeps of its log. */
    private static final int LOG_MEGABYTES = 400;

    /** Little to replay and little memory: it is killed often, and its disk is small. */
    private static final Map<String, String> SETTINGS =
            Map.of("max_wal_size", "192MB", "min_wal_size", "64MB", "shared_buffers", "128MB");

    private final Path directory;
    private final List<Line> lines;
    private EmbeddedPostgresServer server;

    /** Returns when it answers. */
    Database(Path directory, List<Line> lines) {
        this.directory = directory;
        this.lines = List.copyOf(lines);
        this.server = launch();
    }

    /** Where it keeps its data. */
    static Path data(Path directory) {
        return directory.resolve("data");
    }

    static String jdbcUrl(Line line) {
        return "jdbc:postgresql://127.0.0.1:" + line.port() + "/postgres";
    }

    private EmbeddedPostgresServer launch() {
        EmbeddedPostgresServer started = EmbeddedPostgresServer.start(directory, 0, TestBinaries.directory(), SETTINGS);
        lines.forEach(line -> line.leadTo(started.port()));
        return started;
    }

    @Override
    public void kill() {
        lines.forEach(line -> line.leadTo(0));
        List<ProcessHandle> processes = stopAll();
        Signal.KILL.send(processes);
        try {
            if (!Patience.until(EXIT_LIMIT, () -> processes.stream().noneMatch(Database::isPostgres))) {
                throw new IllegalStateException("PostgreSQL survives kill -9: " + processes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        server.close();
    }

    @Override
    public void start() {
        server = launch();
    }

    /**
     * Writes to its log until that needs a new file: where there is no room for one, it falls. By itself it would first
     * use up the old ones, while nothing is written because there is no room for the rows.
     */
    void exhaustLog() {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl() + TIMEOUTS, USER, "");
                Statement statement = connection.createStatement()) {
            for (int megabytes = 0; megabytes < LOG_MEGABYTES; megabytes += 8) {
                statement.execute("select pg_logical_emit_message(false, 'ballast', repeat('x', 8 * 1024 * 1024))");
            }
        } catch (SQLException e) {
            // fallen, as it should
        }
    }

    /** Has it answer again: what has fallen, such as over a full disk, is started again. */
    void recover() throws InterruptedException {
        boolean recovered = Patience.until(RECOVERY_LIMIT, () -> {
            if (!isAlive()) {
                kill();
                start();
            }
            return answers();
        });
        if (!recovered) {
            throw new IllegalStateException("PostgreSQL does not recover within " + RECOVERY_LIMIT);
        }
    }

    private boolean answers() throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl() + TIMEOUTS, USER, "")) {
            return connection.isValid(ANSWER_SECONDS);
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

    /** The postmaster first, so that it makes no more of them. */
    private List<ProcessHandle> stopAll() {
        Signal.STOP.send(postmaster().stream().toList());
        List<ProcessHandle> all = processes();
        Signal.STOP.send(all);
        return all;
    }

    private List<ProcessHandle> processes() {
        List<ProcessHandle> all = new ArrayList<>();
        postmaster()
                .ifPresent(process ->
                        Stream.concat(Stream.of(process), process.descendants()).forEach(all::add));
        return all;
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

    /** What is dead, and only waits for its parent to notice, has no command any more. */
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
