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
 * The hours to which a transaction writes, for {@link PostgresRevisions}.
 *
 * @param sources the table of each hour
 * @param hours since 1970
 * @param writer the first of the partitions whose position the transaction holds, so nobody else wants its marks
 */
public record HourVersions(List<String> sources, List<Long> hours, int writer) {

    /** SQL of a number that has not been there before. */
    public static final String NEW_MARK = "hashtextextended(gen_random_uuid()::text, 0)";

    private static final int SECONDS = 3_600;

    public static long of(Instant instant) {
        return Math.floorDiv(instant.getEpochSecond(), SECONDS);
    }

    public static Instant begin(long hour) {
        return Instant.ofEpochSecond(hour * SECONDS);
    }

    public static HourVersions of(List<Advance> advances, List<LogEvent> logEvents, List<MetricSample> metricSamples) {
        HourVersions written = new HourVersions(new ArrayList<>(), new ArrayList<>(), writer(advances));
        written.add(PostgresRevisions.LOG_EVENT, logEvents);
        written.add(PostgresRevisions.METRIC_SAMPLE, metricSamples);
        return written;
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
            if (hour != last && distinct.add(hour)) { // most are of the same hour as the one before
                sources.add(source);
                hours.add(hour);
            }
            last = hour;
        }
    }
}
