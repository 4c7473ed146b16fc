package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.environment.ScratchDatabase;
import io.logaggregator.benchmarks.environment.ServerProcess;
import io.logaggregator.benchmarks.environment.ServerTopics;
import io.logaggregator.benchmarks.environment.TrainedServer;
import io.logaggregator.benchmarks.report.Arguments;
import io.logaggregator.benchmarks.report.Goal;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Startup time of the server, and its memory when idle and while ingesting a backlog. */
final class MemoryBenchmark {

    private static final Duration IDLE_TIME = Duration.ofSeconds(10);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final Goal ALL = Goal.atLeast(100, "% stored");
    private static final Goal READY = Goal.under(3, "s");
    private static final double MEGABYTE = 1 << 20;

    private final ScratchDatabase database;
    private final ServerTopics topics = ServerTopics.create();
    private final Report report;

    private MemoryBenchmark(ScratchDatabase database, Report report) {
        this.database = database;
        this.report = report;
    }

    static void run(Arguments arguments, Report report) throws Exception {
        try (ScratchDatabase database = ScratchDatabase.create()) {
            MemoryBenchmark benchmark = new MemoryBenchmark(database, report);
            benchmark.measureStart(arguments.number("starts"));
            benchmark.measureIdle();
            benchmark.measureLoad(arguments.number("messages"));
        }
    }

    /** In turn without and with an AOT cache. */
    private void measureStart(int starts) throws Exception {
        TrainedServer trained = Backlog.trainedServer(report);
        List<Long> nanos = new ArrayList<>();
        List<Long> trainedNanos = new ArrayList<>();
        for (int start = 0; start < starts; start++) {
            try (ServerProcess server = ServerProcess.start(database, topics)) {
                nanos.add(server.start().toNanos());
            }
            try (ServerProcess server = ServerProcess.start(database, topics, trained.options())) {
                trainedNanos.add(server.start().toNanos());
            }
            report.progress("ready after %d ms, with an AOT cache after %d ms"
                    .formatted(nanos.getLast() / 1_000_000, trainedNanos.getLast() / 1_000_000));
        }
        double seconds = seconds(nanos);
        double trainedSeconds = seconds(trainedNanos);
        report.add(Row.of("startup until ready, median of %d".formatted(starts), "%.1f s".formatted(seconds)));
        report.add(Row.of(
                        "startup until ready, with an AOT cache, median of %d".formatted(starts),
                        "%.1f s".formatted(trainedSeconds))
                .comparedTo("without: %.1f s".formatted(seconds), trainedSeconds / seconds)
                .withGoal(READY, trainedSeconds));
    }

    private static double seconds(List<Long> nanos) {
        return new Latencies(nanos).medianMillis() / 1_000;
    }

    private void measureIdle() throws Exception {
        try (ServerProcess server = ServerProcess.start(database, topics)) {
            Thread.sleep(IDLE_TIME);
            server.collectGarbage();
            add("idle", server.heapBytes(), server.residentBytes());
        }
    }

    private void measureLoad(int messages) throws Exception {
        report.progress("publishing");
        Backlog.ofLogs(topics.logs(), messages, 6);
        try (ServerProcess server = ServerProcess.start(database, topics)) {
            long already = stored();
            long begin = System.nanoTime();
            long heap = 0;
            long resident = 0;
            while (stored() < messages) {
                Thread.sleep(POLL_INTERVAL);
                heap = Math.max(heap, server.heapBytes());
                resident = Math.max(resident, server.residentBytes());
                requireProgress(server, begin);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            add("maximum while draining a backlog", heap, resident);
            report.add(Row.of(
                            "log messages drained with `-Xmx%dm`".formatted(ServerProcess.HEAP_MEGABYTES),
                            "%,.0f/s".formatted((messages - already) / seconds))
                    .withGoal(ALL, 100.0 * stored() / messages));
        }
    }

    private static void requireProgress(ServerProcess server, long begin) {
        if (!server.isAlive() || System.nanoTime() - begin > TIMEOUT.toNanos()) {
            throw new IllegalStateException("server: not finished (expected: backlog drained within " + TIMEOUT + ')');
        }
    }

    private long stored() throws Exception {
        return database.number("select coalesce(sum(messages), 0) from queue_position");
    }

    private void add(String when, long heapBytes, long residentBytes) {
        report.add(Row.of(
                "server memory, " + when,
                "heap %,.0f MB, resident %,.0f MB".formatted(heapBytes / MEGABYTE, residentBytes / MEGABYTE)));
    }
}
