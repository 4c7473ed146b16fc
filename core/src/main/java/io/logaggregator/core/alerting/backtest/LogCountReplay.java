package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.engine.SlidingCount;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges counts of events as they come by time, each group for itself. */
final class LogCountReplay implements StoredHistory.Sink {

    static final int MOST_GROUPS = 10_000;
    private static final int MOST_LEFT_OUT = 100_000;

    private final AlertRule rule;
    private final LogCount count;
    private final BacktestStatistics tally;
    private final Map<Labels, SeriesReplay> groups = new HashMap<>();
    private final Set<Labels> leftOut = new HashSet<>();

    LogCountReplay(AlertRule rule, LogCount count, BacktestStatistics tally) {
        this.rule = rule;
        this.count = count;
        this.tally = tally;
    }

    @Override
    public void accept(Labels labels, Point point) {
        SeriesReplay group = groups.get(labels);
        if (group == null) {
            if (groups.size() == MOST_GROUPS) {
                if (leftOut.size() < MOST_LEFT_OUT) {
                    leftOut.add(labels);
                }
                return;
            }
            group = new SeriesReplay(rule, labels, tally);
            groups.put(labels, group);
        }
        measure(group, point.at());
        group.follow(Evaluator.judge(new Signal(rule, labels, List.of(point)), group.state()));
    }

    /** How long the window held too much, from when it was judged last until an instant, if nothing more came. */
    private void measure(SeriesReplay group, Instant until) {
        SlidingCount counted = new SlidingCount(group.state().window());
        Instant from = group.state().judgedUntil();
        while (from.isBefore(until) && rule.definition().ladder().isExceededBy((double) counted.sum())) {
            Instant expiry = counted.nextExpiry(count).orElse(until);
            Instant next = expiry.isBefore(until) ? expiry : until;
            tally.above(Duration.between(from, next));
            from = next;
            counted.dropOldest();
        }
    }

    void end() {
        Duration all = Duration.between(tally.from(), tally.to());
        groups.values().forEach(group -> {
            measure(group, tally.to());
            group.end();
            tally.observed(all);
        });
        tally.leftOut(leftOut.size());
    }
}
