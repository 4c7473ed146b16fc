package io.logaggregator.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.benchmarks.environment.CpuTime;
import io.logaggregator.benchmarks.environment.ScratchDatabase;
import io.logaggregator.benchmarks.environment.Topic;
import io.logaggregator.benchmarks.peers.Peer;
import io.logaggregator.benchmarks.peers.Peers;
import io.logaggregator.benchmarks.report.Arguments;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.queue.kafka.KafkaQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The server and other programs, each from the start of its process on: the rate from its first to its last visible row, the
 * CPU time of the program and the database, rows that are missing or doubled after it was killed three times, and a message
 * that is not JSON among others.
 */
final class PeersBenchmark {

    private static final int KILLS = 3;
    private static final int GOOD_MESSAGES = 2_000;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final Duration COUNT_INTERVAL = Duration.ofMillis(500);
    private static final Duration STILL = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Report report;
    private final int messages;
    private final Topic topic = Topic.create();
    private final AtomicInteger groups = new AtomicInteger();

    private PeersBenchmark(Report report, int messages) {
        this.report = report;
        this.messages = messages;
    }

    static void run(Arguments arguments, Report report) throws Exception {
        PeersBenchmark benchmark = new PeersBenchmark(report, arguments.number("messages"));
        report.progress("publishing");
        Backlog.ofLogs(benchmark.topic, benchmark.messages, 1);
        List<Peer> peers = new ArrayList<>(List.of(Peers.server()));
        peers.addAll(Peers.others());
        List<Peer> compared = new ArrayList<>(peers);
        compared.add(1, Peers.server(Backlog.trainedServer(report)));
        benchmark.compare(compared, arguments.number("rounds"));
        for (Peer peer : peers) {
            report.add(Row.of(peer.name() + ": after %d kills".formatted(KILLS), benchmark.killed(peer)));
        }
        for (Peer peer : peers) {
            report.add(Row.of(
                    peer.name() + ": a message that is not JSON among %,d".formatted(GOOD_MESSAGES),
                    benchmark.withBrokenMessage(peer)));
        }
    }

    /**
     * A run from the start of a process.
     *
     * @param firstRow seconds until the first row is visible
     * @param drain seconds from the first to the last visible row
     * @param cpu seconds of the program and the database
     */
    private record Run(double firstRow, double drain, double cpu) {

        static Run median(List<Run> runs) {
            return new Run(
                    median(runs.stream().mapToDouble(Run::firstRow).toArray()),
                    median(runs.stream().mapToDouble(Run::drain).toArray()),
                    median(runs.stream().mapToDouble(Run::cpu).toArray()));
        }

        private static double median(double[] values) {
            Arrays.sort(values);
            return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
        }
    }

    private void compare(List<Peer> peers, int rounds) throws Exception {
        List<List<Run>> runs =
                peers.stream().<List<Run>>map(_ -> new ArrayList<>()).toList();
        for (int round = 1; round <= rounds; round++) {
            for (int peer = 0; peer < peers.size(); peer++) {
                Run run = run(peers.get(peer));
                runs.get(peer).add(run);
                report.progress("round %d of %d, %s: %,.0f/s, first row after %.1f s"
                        .formatted(round, rounds, peers.get(peer).name(), messages / run.drain, run.firstRow));
            }
        }
        Run server = Run.median(runs.getFirst());
        for (int peer = 0; peer < peers.size(); peer++) {
            Run run = Run.median(runs.get(peer));
            Row row = Row.of(
                    peers.get(peer).name(),
                    "%,.0f/s; %.1f µs of CPU per message; first row after %.1f s"
                            .formatted(messages / run.drain, run.cpu / messages * 1e6, run.firstRow));
            report.add(
                    peer == 0
                            ? row
                            : row.comparedTo(
                                    "this server: %,.0f/s".formatted(messages / server.drain),
                                    server.drain / run.drain));
        }
    }

    private Run run(Peer peer) throws Exception {
        try (ScratchDatabase database = peer.createDatabase()) {
            double cpuBefore = CpuTime.ofPostgres(database);
            long begin = System.nanoTime();
            Process process = peer.launch().start(database, topic, group());
            try {
                await(peer, process, () -> hasRows(peer, database), POLL_INTERVAL);
                long first = System.nanoTime();
                double drain = (awaitAll(peer, database, process) - first) / 1e9;
                double cpu = CpuTime.ofPostgres(database) - cpuBefore + CpuTime.ofProcess(process.pid());
                return new Run((first - begin) / 1e9, drain, cpu);
            } finally {
                stop(process);
            }
        }
    }

    /** Kills the process after each quarter of the rows. */
    private String killed(Peer peer) throws Exception {
        String group = group();
        try (ScratchDatabase database = peer.createDatabase()) {
            for (int kill = 1; kill <= KILLS; kill++) {
                Process process = peer.launch().start(database, topic, group);
                try {
                    long enough = (long) messages * kill / (KILLS + 1);
                    await(peer, process, () -> rows(peer, database) >= enough, COUNT_INTERVAL);
                } finally {
                    stop(process);
                }
            }
            Process process = peer.launch().start(database, topic, group);
            try {
                awaitStill(peer, database, messages);
            } finally {
                stop(process);
            }
            // messages have different times
            long rows = rows(peer, database);
            long distinct = database.number("select count(distinct observed_at) from " + peer.table());
            return "%,d missing, %,d doubled".formatted(messages - distinct, rows - distinct);
        }
    }

    private String withBrokenMessage(Peer peer) throws Exception {
        Topic broken = Topic.create(1);
        Backlog.ofLogs(broken, GOOD_MESSAGES / 2, 2);
        try (KafkaQueue queue = broken.queue("broken")) {
            broken.publish(queue, List.of(new OutgoingMessage("", null, "{\"timestamp\":".getBytes(UTF_8))));
        }
        Backlog.ofLogs(broken, GOOD_MESSAGES / 2, 3);
        try (ScratchDatabase database = peer.createDatabase()) {
            Process process = peer.launch().start(database, broken, group());
            try {
                awaitStill(peer, database, GOOD_MESSAGES);
                return "%,d stored, %s".formatted(rows(peer, database), process.isAlive() ? "running" : "ended");
            } finally {
                stop(process);
            }
        }
    }

    private String group() {
        return topic.name() + "-" + groups.incrementAndGet();
    }

    private static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    /**
     * Returns when the table last grew. Counts the rows only while it does not grow: counting takes time of the database.
     */
    private long awaitAll(Peer peer, ScratchDatabase database, Process process) throws Exception {
        long[] grown = {System.nanoTime()};
        long[] bytes = {0};
        await(
                peer,
                process,
                () -> {
                    long now = database.bytes(peer.table());
                    if (now != bytes[0]) {
                        bytes[0] = now;
                        grown[0] = System.nanoTime();
                        return false;
                    }
                    return rows(peer, database) >= messages;
                },
                POLL_INTERVAL);
        return grown[0];
    }

    private static void await(Peer peer, Process process, BooleanSupplier condition, Duration interval)
            throws InterruptedException {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() - begin > TIMEOUT.toNanos()) {
                throw new IllegalStateException(
                        peer.name() + ": " + process + " (expected: all stored within " + TIMEOUT + ')');
            }
            Thread.sleep(interval);
        }
    }

    /** Waits for that many rows, or until there are no new ones. */
    private static void awaitStill(Peer peer, ScratchDatabase database, long count) throws Exception {
        long rows = -1;
        long changed = System.nanoTime();
        while (rows < count && System.nanoTime() - changed < STILL.toNanos()) {
            Thread.sleep(COUNT_INTERVAL);
            long now = rows(peer, database);
            changed = now == rows ? changed : System.nanoTime();
            rows = now;
        }
    }

    private static boolean hasRows(Peer peer, ScratchDatabase database) {
        return database.number("select count(*) from (select 1 from " + peer.table() + " limit 1) as first") > 0;
    }

    private static long rows(Peer peer, ScratchDatabase database) {
        return database.number("select count(*) from " + peer.table());
    }
}
