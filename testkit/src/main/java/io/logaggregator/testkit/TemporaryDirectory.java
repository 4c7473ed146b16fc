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
 * Directories that are deleted when the JVM ends, after the servers that live in them were closed. For what outlives one
 * test class; within one, JUnit's {@code @TempDir} is simpler.
 */
public final class TemporaryDirectory {

    private static final ConcurrentLinkedQueue<Path> directories = new ConcurrentLinkedQueue<>();
    private static final Deque<AutoCloseable> servers = new ArrayDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(TemporaryDirectory::cleanUp, "testkit-clean-up"));
    }

    private TemporaryDirectory() {}

    /** A new directory. */
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

    /** Closes a server at the end of the JVM, the last one given first, before its directory goes. */
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

    // The JVM is going: what fails here can only be told.
    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            System.err.println(server + " cannot be closed: " + e);
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
