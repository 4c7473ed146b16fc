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
 * A PostgreSQL that outlived the process that started it: {@code kill -9} of a JVM leaves it running, and no other can
 * start on its data meanwhile. To be used by the holder of the {@link DirectoryLock} only.
 */
final class OrphanPostgres {

    private static final Logger log = LoggerFactory.getLogger(OrphanPostgres.class);
    private static final int EXIT_SECONDS = 30;
    private static final int REAP_SECONDS = 5;

    private OrphanPostgres() {}

    /**
     * Ends the server that the data directory's {@code postmaster.pid} names, and sees to it that the file is gone.
     *
     * @param data absolute, as the server was told
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
            // A zombie that nobody has reaped yet: PostgreSQL would take it for alive.
            awaitExit(process, REAP_SECONDS);
            return;
        }
        if (!command.get().endsWith("/postgres")) {
            return; // the number has passed on to another program
        }
        if (!isOn(process, data)) {
            throw new EmbeddedServerException(
                    "process " + process.pid() + " may be a PostgreSQL on " + data
                            + ", or another one: end it if it is, " + "else delete " + pidFile,
                    null);
        }
        log.info("Ending the PostgreSQL of an earlier run, pid={}", process.pid());
        process.destroy();
        if (!awaitExit(process, EXIT_SECONDS)) {
            throw new EmbeddedServerException(
                    "PostgreSQL of an earlier run, process " + process.pid() + ", does not end: end it by hand", null);
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
            return Optional.empty(); // torn by a crash
        }
    }
}
