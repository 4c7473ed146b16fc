package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.engine.SlidingCount;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Evaluates event counts in time order, each group separately. */
final class LogCountReplay implements StoredHistory.Sink {

    static final int MAX_GROUPS = 10_000;
    private static final int MAX_SKIPPED_GROUPS = 100_000;

    private final AlertRule rule;
    private final OfEvents count;
    private final BacktestStatistics statistics;
    private final Map<Labels, SeriesReplay> groups = new HashMap<>();
    private final Set<Labels> skippedGroups = new HashSet<>();

    LogCountReplay(AlertRule rule, OfEvents count, BacktestStatistics statistics) {
        this.rule = rule;
        this.count = count;
        this.statistics = statistics;
    }

    @Override
    public void accept(Labels labels, Point point) {
        SeriesReplay group = groups.get(labels);
        if (group == null) {
            if (groups.size() == MAX_GROUPS) {
                if (skippedGroups.size() < MAX_SKIPPED_GROUPS) {
                    skippedGroups.add(labels);
                }
                return;
            }
            group = new SeriesReplay(rule, labels, statistics);
            groups.put(labels, group);
        }
        addTimeAbove(group, point.at());
        group.apply(Evaluator.evaluate(new Signal(rule, labels, List.of(point)), group.state()));
    }

    /**
     * Adds the time during which the count exceeded the lowest threshold, from the last evaluation until {@code until},
     * if no further event arrived.
     */
    private void addTimeAbove(SeriesReplay group, Instant until) {
        SlidingCount counted = new SlidingCount(group.state().window());
        Instant from = group.state().evaluatedUntil();
        while (from.isBefore(until) && rule.definition().thresholds().isExceededBy((double) counted.sum())) {
            Instant expiry = counted.nextExpiry(count).orElse(until);
            Instant next = expiry.isBefore(until) ? expiry : until;
            statistics.addTimeAbove(Duration.between(from, next));
            from = next;
            counted.dropOldest();
        }
    }

    void end() {
        Duration all = Duration.between(statistics.from(), statistics.to());
        groups.values().forEach(group -> {
            addTimeAbove(group, statistics.to());
            group.end();
            statistics.addObservedTime(all);
        });
        statistics.setSkippedGroups(skippedGroups.size());
    }
}
