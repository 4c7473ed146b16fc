package io.logaggregator.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Directories that are deleted at the end of the JVM, after the servers in them were closed. Within one test class use
 * JUnit's {@code @TempDir}.
 */
public final class TemporaryDirectory {

    private static final ConcurrentLinkedQueue<Path> directories = new ConcurrentLinkedQueue<>();
    private static final Deque<AutoCloseable> servers = new ArrayDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(TemporaryDirectory::cleanUp, "testkit-clean-up"));
    }

    private TemporaryDirectory() {}

    /** Creates a directory. */
    public static Path create(String name) {
        try {
            Path directory = Files.createTempDirectory("log-aggregator-" + name + "-");
            directories.add(directory);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a directory at the end of the JVM. */
    static void deleteAtEnd(Path directory) {
        directories.add(directory);
    }

    /** Closes a server at the end of the JVM before directories are deleted, in reverse order. */
    public static void closeBeforeDeletion(AutoCloseable server) {
        synchronized (servers) {
            servers.push(server);
        }
    }

    private static void cleanUp() {
        synchronized (servers) {
            for (AutoCloseable server : servers) {
                close(server);
            }
        }
        for (Path directory : directories) {
            close(() -> delete(directory));
        }
    }

    // The JVM ends: failures can only be printed.
    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            System.err.println(server + " not closed: " + e);
        }
    }

    /** Deletes a directory and its content, if it exists. */
    public static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
