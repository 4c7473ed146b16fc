package io.logaggregator.server.alerting.api;

import io.logaggregator.core.alerting.backtest.BacktestResult;
import io.logaggregator.core.alerting.backtest.BacktestResult.Opening;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The result of a backtest.
 *
 * @param watched number of series or groups that were evaluated
 * @param groupsLeftOut number of groups beyond the limit
 * @param listed number of listed alerts
 * @param shareOfTimeAbove ratio of time beyond the lowest threshold, 0..1
 * @param shareOfTimeOpen ratio of time with an open alert, 0..1
 * @param openings the newest alerts, newest first
 */
record BacktestView(
        Instant from,
        Instant to,
        long watched,
        long groupsLeftOut,
        long openedTotal,
        int listed,
        double openedPerWeek,
        double shareOfTimeAbove,
        double shareOfTimeOpen,
        List<OpeningView> openings) {

    static BacktestView of(BacktestResult result) {
        return new BacktestView(
                result.from(),
                result.to(),
                result.watched(),
                result.groupsLeftOut(),
                result.openedTotal(),
                result.openings().size(),
                result.openedPerWeek(),
                result.shareOfTimeAbove(),
                result.shareOfTimeOpen(),
                result.openings().stream().map(OpeningView::of).toList());
    }

    /** An alert that would have been opened; {@code resolvedAt} is null if it was open at the end. */
    record OpeningView(
            SortedMap<String, String> labels,
            Instant openedAt,
            @Nullable Instant resolvedAt,
            Severity highest,
            double peak,
            long occurrences) {

        private static OpeningView of(Opening opening) {
            return new OpeningView(
                    opening.labels().values(),
                    opening.openedAt(),
                    opening.resolvedAt().orElse(null),
                    opening.highest(),
                    opening.peak(),
                    opening.occurrences());
        }
    }
}
