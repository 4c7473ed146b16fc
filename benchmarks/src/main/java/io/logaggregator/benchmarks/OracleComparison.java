package io.logaggregator.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.benchmarks.environment.InProcessServer;
import io.logaggregator.benchmarks.environment.ScratchDatabase;
import io.logaggregator.benchmarks.environment.Topic;
import io.logaggregator.benchmarks.report.Arguments;
import io.logaggregator.benchmarks.report.Goal;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;
import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.testkit.oracle.ExpectedTransition;
import io.logaggregator.testkit.oracle.RandomSamples;
import io.logaggregator.testkit.oracle.ThresholdOracle;
import io.logaggregator.testkit.oracle.ThresholdOracle.Sample;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Compares the stored transitions of threshold rules with those of an independent implementation, for random samples through
 * Kafka, the server and PostgreSQL: in one burst, sample by sample, and spread over partitions with each host in one.
 */
final class OracleComparison {

    private static final int SAMPLES = 30;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** Longer than all recovery periods. */
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private final int sequences;
    private final int seeds;
    private final Report report;

    private OracleComparison(int sequences, int seeds, Report report) {
        this.sequences = sequences;
        this.seeds = seeds;
        this.report = report;
    }

    static void run(Arguments arguments, Report report) throws Exception {
        OracleComparison comparison =
                new OracleComparison(arguments.number("sequences"), arguments.number("seeds"), report);
        comparison.compare("in one burst", 1, 2 * SAMPLES); // repeated ones included
        comparison.compare("sample by sample", 1, 1);
        comparison.compare("over 4 partitions, each host in one", 4, 7);
    }

    /** The samples of a rule and a host. */
    private record Series(RuleDefinition rule, String metric, String host, List<Sample> samples) {

        OutgoingMessage message(Sample sample) {
            String line = metric + ",host=" + host + " value=" + sample.value() + ' '
                    + sample.at().toEpochMilli() + "000000";
            return new OutgoingMessage("", host.getBytes(UTF_8), line.getBytes(UTF_8));
        }
    }

    private void compare(String how, int partitions, int step) throws Exception {
        List<Series> series = series();
        Topic topic = Topic.create(partitions);
        try (ScratchDatabase database = ScratchDatabase.create()) {
            try (PostgresStore store = database.store(ScratchDatabase.ASYNCHRONOUS)) {
                for (Series one : series) {
                    store.alertRules().create(UUID.randomUUID(), Origin.API, one.rule, Actor.SYSTEM, Instant.now());
                }
            }
            try (InProcessServer _ =
                            InProcessServer.start(database, "--aggregator.queue.topics=" + topic.name() + "=influx");
                    KafkaQueue queue = topic.queue("oracle")) {
                List<Instant> appendedAt = publish(series, step, topic, queue, database);
                report.progress(how + ": all samples are stored");
                Thread.sleep(RECOVERY);
                add(how, appended(series, step, appendedAt), stored(database));
            }
        }
    }

    private List<Series> series() {
        List<Series> series = new ArrayList<>();
        Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(Duration.ofHours(3));
        for (int seed = 1; seed <= seeds; seed++) {
            for (int sequence = 0; sequence < sequences; sequence++) {
                RandomSamples random = new RandomSamples(new Random(seed * 1_000_000L + sequence));
                String metric = "oracle_" + seed + "_" + sequence;
                RuleDefinition rule = random.rule(metric, metric);
                series.add(new Series(
                        rule, metric, "host-" + seed + "-" + sequence, random.samples(rule, begin, SAMPLES)));
            }
        }
        return series;
    }

    /** Publishes samples of all series in steps, each when the ones before are stored. Returns the time of each step. */
    private static List<Instant> publish(
            List<Series> series, int step, Topic topic, KafkaQueue queue, ScratchDatabase database)
            throws InterruptedException {
        int most = series.stream().mapToInt(one -> one.samples.size()).max().orElseThrow();
        long published = 0;
        List<Instant> times = new ArrayList<>();
        for (int from = 0; from < most; from += step) {
            List<OutgoingMessage> messages = new ArrayList<>();
            for (Series one : series) {
                int to = Math.min(one.samples.size(), from + step);
                for (Sample sample : from < to ? one.samples.subList(from, to) : List.<Sample>of()) {
                    messages.add(one.message(sample));
                }
            }
            times.add(Instant.now());
            topic.publish(queue, messages);
            published += messages.size();
            await(published, database);
        }
        return times;
    }

    /** The samples with the times when they entered the queue, on which the end of recovery periods depends. */
    private static List<Series> appended(List<Series> series, int step, List<Instant> times) {
        List<Series> appended = new ArrayList<>();
        for (Series one : series) {
            List<Sample> samples = new ArrayList<>();
            for (Sample sample : one.samples) {
                samples.add(new Sample(sample.at(), times.get(samples.size() / step), sample.value()));
            }
            appended.add(new Series(one.rule, one.metric, one.host, samples));
        }
        return appended;
    }

    private static void await(long messages, ScratchDatabase database) throws InterruptedException {
        long begin = System.nanoTime();
        while (database.number("select coalesce(sum(next_offset), 0)::bigint from queue_position") < messages) {
            if (System.nanoTime() - begin > TIMEOUT.toNanos()) {
                throw new IllegalStateException("samples: not stored after " + TIMEOUT);
            }
            Thread.sleep(10);
        }
    }

    private static Map<String, List<ExpectedTransition>> stored(ScratchDatabase database) throws SQLException {
        Map<String, List<ExpectedTransition>> transitions = new TreeMap<>();
        try (Connection connection = database.connect(Map.of());
                var rows = connection.createStatement().executeQuery("""
                        select alert.host, transition.kind, transition.severity, transition.at, alert.opened_at
                        from alert_transition transition join alerts alert on alert.id = transition.alert_id
                        order by transition.id
                        """)) {
            while (rows.next()) {
                transitions
                        .computeIfAbsent(rows.getString("host"), _ -> new ArrayList<>())
                        .add(new ExpectedTransition(
                                Kind.valueOf(rows.getString("kind")),
                                Severity.valueOf(rows.getString("severity")),
                                rows.getObject("at", OffsetDateTime.class).toInstant(),
                                rows.getObject("opened_at", OffsetDateTime.class)
                                        .toInstant()));
            }
        }
        return transitions;
    }

    private void add(String how, List<Series> series, Map<String, List<ExpectedTransition>> stored) {
        int differences = 0;
        long transitions = 0;
        for (Series one : series) {
            List<ExpectedTransition> expected = ThresholdOracle.transitions(one.rule, one.samples);
            transitions += expected.size();
            List<ExpectedTransition> actual = stored.getOrDefault(one.host, List.of());
            if (!expected.equals(actual)) {
                differences++;
                report.progress(how + ": " + one + "\nexpected " + expected + "\nactual   " + actual);
            }
        }
        report.add(Row.of(
                        "sequences with other transitions than the oracle, " + how,
                        "%d of %,d, with %,d transitions".formatted(differences, series.size(), transitions))
                .withGoal(Goal.under(1, ""), differences));
    }
}
