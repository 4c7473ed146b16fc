package io.logaggregator.benchmarks.environment;

import io.logaggregator.server.AggregatorServer;
import io.logaggregator.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The server in its own process, with a limited heap. */
public record ServerProcess(Process process, ServerClient client, Duration start) implements AutoCloseable {

    public static final int HEAP_MEGABYTES = 512;

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

    /** Returns when the server is ready. It runs with the class path of this program. */
    public static ServerProcess start(ScratchDatabase database, ServerTopics topics)
            throws IOException, InterruptedException {
        return start(database, topics, List.of("-cp", System.getProperty("java.class.path")));
    }

    /**
     * Returns when the server is ready.
     *
     * @param options of the JVM, with the class path
     */
    public static ServerProcess start(ScratchDatabase database, ServerTopics topics, List<String> options)
            throws IOException, InterruptedException {
        int port = FreePort.find();
        List<String> command = new ArrayList<>(List.of(
                JAVA.resolve("java").toString(),
                "-Xmx" + HEAP_MEGABYTES + 'm',
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.add(AggregatorServer.class.getName());
        command.addAll(topics.arguments(database, port));
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command).inheritIO().start();
        ServerClient client = new ServerClient(port);
        try {
            while (!client.isReady()) {
                requireStarting(process, begin);
                Thread.sleep(5);
            }
            return new ServerProcess(process, client, Duration.ofNanos(System.nanoTime() - begin));
        } catch (RuntimeException | InterruptedException e) {
            process.destroyForcibly();
            client.close();
            throw e;
        }
    }

    private static void requireStarting(Process process, long begin) {
        if (!process.isAlive() || System.nanoTime() - begin > TIMEOUT.toNanos()) {
            throw new IllegalStateException("server: " + process + " (expected: ready within " + TIMEOUT + ')');
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Resident set size. */
    public long residentBytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Used heap, including garbage. */
    public long heapBytes() throws IOException, InterruptedException {
        return client.metrics()
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    public void collectGarbage() throws IOException, InterruptedException {
        Process command = new ProcessBuilder(JAVA.resolve("jcmd").toString(), Long.toString(process.pid()), "GC.run")
                .redirectErrorStream(true)
                .start();
        command.getInputStream().readAllBytes();
        if (command.waitFor() != 0) {
            throw new IllegalStateException("jcmd: " + command.exitValue() + " (expected: 0)");
        }
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        process.onExit().join();
    }
}
