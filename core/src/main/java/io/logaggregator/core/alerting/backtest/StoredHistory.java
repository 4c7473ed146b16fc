package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogField;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is stored, once more in the order in which rules judge it. Streams: memory does not grow with what is read. Each
 * method throws {@link QueryTimeoutException} when it takes too long.
 *
 * <p>{@code from} is the first instant, {@code to} the first after.
 */
public interface StoredHistory {

    /** The samples of each series of a metric that matches, one series after the other, each by time. */
    void samples(String metric, Matchers matchers, Instant from, Instant to, Sink sink);

    /**
     * How many events matched in each bucket of time, by time, and within it by labels. The instant is that of the
     * bucket's newest event; buckets begin at multiples of their width since 1970.
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
     * When something was heard of each matching host, one host after the other, or of any of them, without labels; by
     * time. Of each grain of time only the first and the last, so that no silence longer than a grain is missed or
     * made up. The value says nothing.
     */
    void signsOfLife(Silence.Of of, Matchers matchers, Duration grain, Instant from, Instant to, Sink sink);

    /** Takes one point after the other. */
    @FunctionalInterface
    interface Sink {
        void accept(Labels labels, Point point);
    }
}
