package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a rule would have done in a time that is over.
 *
 * @param from the first instant
 * @param to the first instant after
 * @param watched how many things had something to be judged: series, groups of logs, or hosts
 * @param groupsLeftOut groups that were not judged, since there were too many; counted up to a limit
 * @param openedTotal how many alerts it would have opened
 * @param shareOfTimeAbove of the time that was observed, how much was beyond the lowest threshold; 0 to 1
 * @param shareOfTimeOpen of the whole time of all that was watched, how much an alert would have been open; 0 to 1
 * @param openings the newest of them, newest first
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

    /** How many alerts a week it would have opened, had each week been like this time. */
    public double openedPerWeek() {
        return openedTotal
                * (double) WEEK.toMillis()
                / Duration.between(from, to).toMillis();
    }

    /**
     * An alert that would have been opened.
     *
     * @param resolvedAt empty where it was still open at the end
     * @param peak the value furthest out
     * @param occurrences samples, or events, beyond the lowest threshold while it was open
     */
    public record Opening(
            Labels labels,
            Instant openedAt,
            Optional<Instant> resolvedAt,
            Severity highest,
            double peak,
            long occurrences) {}
}
