package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.environment.ScratchDatabase;
import io.logaggregator.benchmarks.environment.ServerProcess;
import io.logaggregator.benchmarks.environment.ServerTopics;
import io.logaggregator.benchmarks.report.Arguments;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Throughput of three server processes on twelve partitions, and failover time when one is killed. */
final class InstancesBenchmark {

    private static final int PARTITIONS = 12;
    private static final int INSTANCES = 3;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final Report report;
    private final int messages;

    private InstancesBenchmark(Report report, int messages) {
        this.report = report;
        this.messages = messages;
    }

    static void run(Arguments arguments, Report report) throws Exception {
        InstancesBenchmark benchmark = new InstancesBenchmark(report, arguments.number("messages"));
        benchmark.compare(arguments.number("rounds"));
        benchmark.killOne();
    }

    private void compare(int rounds) throws Exception {
        double[] rates = new InterleavedRounds(report)
                .add("%d instances".formatted(INSTANCES), () -> rate(INSTANCES))
                .add("1 instance", () -> rate(1))
                .medians(rounds);
        report.add(Row.of(
                        "log messages published and stored, %d instances".formatted(INSTANCES),
                        "%,.0f/s".formatted(rates[0]))
                .comparedTo("1 instance: %,.0f/s".formatted(rates[1]), rates[0] / rates[1]));
    }

    /** Returns messages per second, from the first one published to the last one stored. */
    private double rate(int instances) throws Exception {
        ServerTopics topics = ServerTopics.create(PARTITIONS);
        try (ScratchDatabase database = ScratchDatabase.create();
                Servers servers = Servers.start(instances, database, topics)) {
            servers.awaitShares(PARTITIONS / instances);
            long begin = System.nanoTime();
            Backlog.ofLogs(topics.logs(), messages, 9);
            await(() -> stored(database) >= messages);
            return messages / ((System.nanoTime() - begin) / 1e9);
        }
    }

    private void killOne() throws Exception {
        ServerTopics topics = ServerTopics.create(PARTITIONS);
        try (ScratchDatabase database = ScratchDatabase.create();
                Servers servers = Servers.start(INSTANCES, database, topics)) {
            servers.awaitShares(PARTITIONS / INSTANCES);
            report.add(Row.of(
                    "partitions per instance, %d instances".formatted(INSTANCES),
                    "%d of %d".formatted(PARTITIONS / INSTANCES, PARTITIONS)));
            long begin = System.nanoTime();
            servers.killLast();
            servers.awaitShares(PARTITIONS / (INSTANCES - 1));
            double seconds = (System.nanoTime() - begin) / 1e9;
            report.add(Row.of(
                    "time from kill -9 of one instance until the others have %d of %d each"
                            .formatted(PARTITIONS / (INSTANCES - 1), PARTITIONS),
                    "%.1f s".formatted(seconds)));
        }
    }

    private static long stored(ScratchDatabase database) throws Exception {
        return database.number("select coalesce(sum(messages), 0) from queue_position");
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long begin = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - begin > TIMEOUT.toNanos()) {
                throw new IllegalStateException("servers: not finished (expected: within " + TIMEOUT + ')');
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    /** Servers of one consumer group. */
    private record Servers(List<ServerProcess> all, String topic) implements AutoCloseable {

        static Servers start(int count, ScratchDatabase database, ServerTopics topics) throws Exception {
            Servers servers = new Servers(new ArrayList<>(), topics.logs().name());
            try {
                while (servers.all.size() < count) {
                    servers.all.add(ServerProcess.start(database, topics));
                }
                return servers;
            } catch (Exception e) {
                servers.close();
                throw e;
            }
        }

        /** Waits until each server reports this number of assigned partitions. */
        void awaitShares(int partitions) throws Exception {
            await(() -> {
                for (ServerProcess server : all) {
                    if (share(server) != partitions) {
                        return false;
                    }
                }
                return true;
            });
        }

        private long share(ServerProcess server) throws Exception {
            return server.client()
                    .metrics()
                    .lines()
                    .filter(line -> line.startsWith("aggregator_lag_messages{") && line.contains('"' + topic + '"'))
                    .count();
        }

        void killLast() {
            ServerProcess last = all.removeLast();
            last.process().destroyForcibly().onExit().join();
            last.client().close();
        }

        @Override
        public void close() {
            all.forEach(ServerProcess::close);
        }
    }
}
