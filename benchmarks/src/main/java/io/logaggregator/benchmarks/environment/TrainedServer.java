package io.logaggregator.benchmarks.environment;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The server as jars, with the AOT cache of a training run: its classes, and the profiles of its methods while it ingested
 * and answered requests. A JVM caches no classes in directories.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514, Ahead-of-Time Command-Line Ergonomics</a>
 * @see <a href="https://openjdk.org/jeps/515">JEP 515, Ahead-of-Time Method Profiling</a>
 */
public record TrainedServer(String classPath, Path cache) {

    private static final int REQUESTS = 50;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final List<String> PAGES =
            List.of("/logs?limit=100", "/logs/histogram?from=-24h", "/logs/fields?from=-24h", "/hosts", "/alerts");

    /**
     * Starts the server, lets it ingest and answer requests, and stops it.
     *
     * @param topics of its training
     * @param messages number of messages in the topics
     */
    public static TrainedServer train(ServerTopics topics, int messages) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("trained-server");
        TrainedServer trained = new TrainedServer(jars(directory), directory.resolve("server.aot"));
        try (ScratchDatabase database = ScratchDatabase.create();
                ServerProcess server = ServerProcess.start(
                        database, topics, List.of("-XX:AOTCacheOutput=" + trained.cache, "-cp", trained.classPath))) {
            long begin = System.nanoTime();
            while (database.number("select coalesce(sum(messages), 0) from queue_position") < messages) {
                if (!server.isAlive() || System.nanoTime() - begin > TIMEOUT.toNanos()) {
                    throw new IllegalStateException("training: not finished (expected: stored within " + TIMEOUT + ')');
                }
                Thread.sleep(POLL_INTERVAL);
            }
            for (int request = 0; request < REQUESTS; request++) {
                server.client().getAll(PAGES);
            }
        }
        if (!Files.exists(trained.cache)) {
            throw new IllegalStateException(trained.cache + ": missing (expected: written at the end of the training)");
        }
        return trained;
    }

    /** The class path of this program, with a jar for each directory. */
    private static String jars(Path directory) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .map(entry -> Files.isDirectory(entry) ? jar(entry, directory) : entry)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path jar(Path classes, Path directory) {
        Path jar = directory.resolve(classes.toAbsolutePath().toString().replace(File.separatorChar, '-') + ".jar");
        int status = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        if (status != 0) {
            throw new IllegalStateException("jar of " + classes + ": status " + status + " (expected: 0)");
        }
        return jar;
    }

    /** Options of a JVM that starts it. */
    public List<String> options() {
        return List.of("-XX:AOTCache=" + cache, "-cp", classPath);
    }
}
