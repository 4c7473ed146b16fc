package io.logaggregator.embedded.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a PostgreSQL whose parent process was killed: it keeps running, and no other server can use its data. Only for the
 * holder of the {@link DirectoryLock}.
 */
final class OrphanPostgres {

    private static final Logger log = LoggerFactory.getLogger(OrphanPostgres.class);
    private static final int EXIT_SECONDS = 30;
    private static final int REAP_SECONDS = 5;

    private OrphanPostgres() {}

    /**
     * Stops the server named in {@code postmaster.pid} of the data directory, and deletes the file.
     *
     * @param data absolute path, as in the arguments of the server
     */
    static void end(Path data) {
        Path pidFile = data.resolve("postmaster.pid");
        try {
            Optional<ProcessHandle> process = read(pidFile).flatMap(ProcessHandle::of);
            if (process.isPresent()) {
                end(process.get(), data, pidFile);
            }
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new EmbeddedServerException(pidFile + " cannot be read or deleted: " + e, e);
        }
    }

    private static void end(ProcessHandle process, Path data, Path pidFile) {
        Optional<String> command = process.info().command();
        if (command.isEmpty()) {
            // A zombie process, which PostgreSQL would consider alive.
            awaitExit(process, REAP_SECONDS);
            return;
        }
        if (!command.get().endsWith("/postgres")) {
            return; // the pid was reused by another program
        }
        if (!isOn(process, data)) {
            throw new EmbeddedServerException(
                    "process " + process.pid() + " may be a PostgreSQL with the data in " + data
                            + ": stop it if it is, or else delete " + pidFile,
                    null);
        }
        log.info("stopping PostgreSQL of an earlier run: pid={}", process.pid());
        process.destroy();
        if (!awaitExit(process, EXIT_SECONDS)) {
            throw new EmbeddedServerException(
                    "PostgreSQL of an earlier run, process " + process.pid() + ", does not stop: stop it manually",
                    null);
        }
    }

    private static boolean isOn(ProcessHandle process, Path data) {
        return process.info()
                .arguments()
                .filter(arguments -> List.of(arguments).contains(data.toString()))
                .isPresent();
    }

    private static boolean awaitExit(ProcessHandle process, int seconds) {
        try {
            process.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted while waiting for process " + process.pid(), e);
        }
    }

    private static Optional<Long> read(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(lines.getFirst().strip()));
        } catch (NumberFormatException e) {
            return Optional.empty(); // incomplete after a crash
        }
    }
}
