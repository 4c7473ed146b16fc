package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Result of a backtest.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param watched number of evaluated series, groups of logs, or hosts
 * @param groupsLeftOut groups that exceeded the limit and were not evaluated; counted up to a maximum
 * @param openedTotal number of alerts that would have been opened
 * @param shareOfTimeAbove share of the observed time beyond the lowest threshold, 0..1
 * @param shareOfTimeOpen share of the time range with an open alert, over all that was evaluated, 0..1
 * @param openings the newest alerts, newest first
 */
public record BacktestResult(
        Instant from,
        Instant to,
        long watched,
        long groupsLeftOut,
        long openedTotal,
        double shareOfTimeAbove,
        double shareOfTimeOpen,
        List<Opening> openings) {

    private static final Duration WEEK = Duration.ofDays(7);

    public BacktestResult {
        openings = List.copyOf(openings);
    }

    /** Number of alerts per week at this rate. */
    public double openedPerWeek() {
        return openedTotal
                * (double) WEEK.toMillis()
                / Duration.between(from, to).toMillis();
    }

    /**
     * An alert that would have been opened.
     *
     * @param resolvedAt empty if it was still open at the end
     * @param peak most extreme value
     * @param occurrences samples or events beyond the lowest threshold while it was open
     */
    public record Opening(
            Labels labels,
            Instant openedAt,
            Optional<Instant> resolvedAt,
            Severity highest,
            double peak,
            long occurrences) {}
}
