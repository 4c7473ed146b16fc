package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.kinds.ScheduledQuery;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Reads stored data in the order in which rules are evaluated. Streams: memory does not grow with the amount of data.
 * Each method throws {@link QueryTimeoutException} when it takes too long.
 *
 * <p>{@code from} is inclusive, {@code to} exclusive.
 */
public interface StoredHistory {

    /**
     * Reads the samples of each matching series of a metric, one series after another, in time order. Two spellings of a host
     * name are one host.
     */
    void samples(String metric, Matchers matchers, Instant from, Instant to, SampleSink sink);

    /**
     * Counts the matching events per time bucket and group, ordered by time and then by labels. Values are equal as in a
     * search; the labels have one of their spellings. The instant is that of the bucket's newest event; buckets start at
     * multiples of their width since 1970.
     */
    void logCounts(
            LogCondition condition,
            Matchers matchers,
            List<LogField> groupBy,
            Duration bucket,
            Instant from,
            Instant to,
            Sink sink);

    /**
     * Reads the observation times of each matching host, one host after another in any spelling of its name, or of all hosts
     * together without labels, in time order. Per grain only the first and the last time, which preserves every gap longer
     * than a grain. The value has no meaning.
     */
    void hostActivity(NoData.Of of, Matchers matchers, Duration grain, Instant from, Instant to, Sink sink);

    /** Reads the data of a scheduled condition, one subject after another. */
    void scheduled(ScheduledQuery query, ScheduledQuery.Sink sink);

    /** Receives samples, one at a time. */
    @FunctionalInterface
    interface SampleSink {
        void accept(Labels labels, Kind kind, Point point);
    }

    /** Receives the points, one at a time. */
    @FunctionalInterface
    interface Sink {
        void accept(Labels labels, Point point);
    }
}
