package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.backtest.BacktestResult.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;

/** Accumulates the results of a backtest, and lists the newest alerts. */
final class BacktestStatistics {

    static final int MAX_LISTED = 1_000;

    private static final Comparator<Opening> BY_TIME = Comparator.comparing(Opening::openedAt)
            .thenComparing(opening -> opening.labels().values().toString());

    private final Instant from;
    private final Instant to;
    private final BiConsumer<Labels, AlertTransition> listener;
    private final PriorityQueue<Opening> newest = new PriorityQueue<>(BY_TIME);

    private long openedTotal;
    private long watched;
    private long groupsLeftOut;
    private double observedSeconds;
    private double aboveSeconds;
    private double openSeconds;

    BacktestStatistics(Instant from, Instant to) {
        this(from, to, (labels, transition) -> {});
    }

    /** @param listener receives each transition */
    BacktestStatistics(Instant from, Instant to, BiConsumer<Labels, AlertTransition> listener) {
        this.from = from;
        this.to = to;
        this.listener = listener;
    }

    void addTransition(Labels labels, AlertTransition transition) {
        listener.accept(labels, transition);
    }

    Instant from() {
        return from;
    }

    Instant to() {
        return to;
    }

    void addSeries() {
        watched++;
    }

    void setSkippedGroups(long groups) {
        groupsLeftOut = groups;
    }

    void addObservedTime(Duration time) {
        observedSeconds += seconds(time);
    }

    void addTimeAbove(Duration time) {
        aboveSeconds += seconds(time);
    }

    void addOpening(Opening opening) {
        openedTotal++;
        openSeconds += seconds(
                Duration.between(opening.openedAt(), opening.resolvedAt().orElse(to)));
        newest.add(opening);
        if (newest.size() > MAX_LISTED) {
            newest.remove();
        }
    }

    BacktestResult result() {
        return new BacktestResult(
                from,
                to,
                watched,
                groupsLeftOut,
                openedTotal,
                share(aboveSeconds, observedSeconds),
                share(openSeconds, watched * seconds(Duration.between(from, to))),
                newest.stream().sorted(BY_TIME.reversed()).toList());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static double share(double part, double whole) {
        return whole > 0 ? Math.min(1, part / whole) : 0;
    }
}
