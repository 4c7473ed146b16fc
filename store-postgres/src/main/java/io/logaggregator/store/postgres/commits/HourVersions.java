package io.logaggregator.store.postgres.commits;

import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Partition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The hours that a transaction changes, for {@link PostgresRevisions}.
 *
 * @param sources the tables
 * @param hours since 1970, each with its table
 * @param writer identifies the first partition of the transaction, so that no concurrent transaction writes the same rows
 */
public record HourVersions(List<String> sources, List<Long> hours, int writer) {

    /** SQL of a version that is new with near certainty. */
    public static final String NEW_VERSION = "hashtextextended(gen_random_uuid()::text, 0)";

    private static final int SECONDS = 3_600;

    public static long of(Instant instant) {
        return Math.floorDiv(instant.getEpochSecond(), SECONDS);
    }

    public static Instant begin(long hour) {
        return Instant.ofEpochSecond(hour * SECONDS);
    }

    public static HourVersions of(List<Advance> advances, List<LogEvent> logEvents, List<MetricSample> metricSamples) {
        HourVersions versions = new HourVersions(new ArrayList<>(), new ArrayList<>(), writer(advances));
        versions.add(PostgresRevisions.LOG_EVENT, logEvents);
        versions.add(PostgresRevisions.METRIC_SAMPLE, metricSamples);
        return versions;
    }

    private static int writer(List<Advance> advances) {
        if (advances.isEmpty()) {
            return 0;
        }
        Partition partition = advances.getFirst().partition();
        return Objects.hash(partition.topic(), partition.topicId(), partition.number());
    }

    private void add(String source, List<? extends Observation> observations) {
        Set<Long> distinct = new HashSet<>();
        long last = Long.MIN_VALUE;
        for (Observation observation : observations) {
            long hour = of(observation.observedAt());
            if (hour != last && distinct.add(hour)) { // most are of the same hour as the previous one
                sources.add(source);
                hours.add(hour);
            }
            last = hour;
        }
    }
}
