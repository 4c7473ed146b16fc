package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.EventCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Evaluates event counts in time order, each group separately. */
final class LogCountReplay implements StoredHistory.Sink {

    /** Maximum number of groups of the whole time range, which bounds the memory. */
    private static final int MAX_TOTAL_GROUPS = 100_000;

    private final AlertRule rule;
    private final OfEvents count;
    private final int maxGroups;
    private final BacktestStatistics statistics;
    private final Map<Labels, SeriesReplay> groups = new HashMap<>(); // by folded labels
    private final Set<SeriesReplay> active = new HashSet<>();
    private final Set<Labels> skippedGroups = new HashSet<>();
    private Instant endedUntil = Instant.MIN;

    LogCountReplay(AlertRule rule, OfEvents count, int maxGroups, BacktestStatistics statistics) {
        this.rule = rule;
        this.count = count;
        this.maxGroups = maxGroups;
        this.statistics = statistics;
    }

    @Override
    public void accept(Labels labels, Point point) {
        Labels folded = labels.folded();
        SeriesReplay group = groups.get(folded);
        if (group == null || !active.contains(group)) {
            if (!admits(folded, point.at())) {
                if (skippedGroups.size() < MAX_TOTAL_GROUPS) {
                    skippedGroups.add(folded);
                }
                return;
            }
            group = groups.computeIfAbsent(folded, _ -> new SeriesReplay(rule, labels, statistics));
            active.add(group);
        }
        addTimeAbove(group, point.at());
        group.apply(Evaluator.evaluate(new Signal(rule, group.labels(), List.of(point)), group.state()));
    }

    /** Whether a group can become active: others may have ended. */
    private boolean admits(Labels labels, Instant at) {
        if (active.size() >= maxGroups && endedUntil.isBefore(at)) {
            endedUntil = at;
            active.removeIf(group -> isEnded(group, at));
        }
        return active.size() < maxGroups && (groups.size() < MAX_TOTAL_GROUPS || groups.containsKey(labels));
    }

    private boolean isEnded(SeriesReplay group, Instant at) {
        if (!EventCounts.of(group.state(), count).isEndedAt(EventCounts.micros(at))) {
            return false;
        }
        addTimeAbove(group, at);
        group.elapse(at);
        return group.state().isInactive();
    }

    /**
     * Adds the time during which the count exceeded the lowest threshold, from the newest event until {@code until}, if no
     * further event arrived.
     */
    private void addTimeAbove(SeriesReplay group, Instant until) {
        EventCounts counts = EventCounts.of(group.state(), count);
        if (counts.size() == 0) {
            return;
        }
        long end = EventCounts.micros(until);
        long from = counts.newest();
        while (from < end && rule.definition().thresholds().isExceededBy((double) counts.countAt(from))) {
            long next = Math.min(counts.nextFall(from), end);
            statistics.addTimeAbove(Duration.between(EventCounts.instant(from), EventCounts.instant(next)));
            from = next;
        }
    }

    void end() {
        Duration all = Duration.between(statistics.from(), statistics.to());
        groups.values().forEach(group -> {
            addTimeAbove(group, statistics.to());
            group.elapse(statistics.to().plus(AlertState.CLOCK_TOLERANCE));
            group.end();
            statistics.addObservedTime(all);
        });
        statistics.setSkippedGroups(skippedGroups.size());
    }
}
