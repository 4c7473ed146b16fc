package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.observation.LogEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Collects the events of a batch that one log count rule counts, by group. */
final class LogCounter {

    private final LogCountRule rule;
    private final LongSupplier clock;
    private final Map<List<String>, List<Point>> groups = new HashMap<>();
    private long nanos;

    /** @param clock elapsed nanoseconds */
    LogCounter(LogCountRule rule, LongSupplier clock) {
        this.rule = rule;
        this.clock = clock;
    }

    LogCountRule rule() {
        return rule;
    }

    /** Counts the matching events, and measures the time. */
    void add(List<LogEvent> events) {
        long begin = clock.getAsLong();
        for (int index = 0; index < events.size(); index++) {
            add(events.get(index));
        }
        nanos += clock.getAsLong() - begin;
    }

    /** Duration of all comparisons. */
    long nanos() {
        return nanos;
    }

    private void add(LogEvent event) {
        if (rule.filter().test(event)) {
            groups.computeIfAbsent(rule.group(event), group -> new ArrayList<>(1))
                    .add(new Point(notAheadOfReceipt(event), 1));
        }
    }

    /** A sender with a fast clock must not make the events of all others late. */
    private static Instant notAheadOfReceipt(LogEvent event) {
        return event.observedAt().isAfter(event.receivedAt()) ? event.receivedAt() : event.observedAt();
    }

    /** Labels are created once per group, not per event. */
    void addTo(List<Signal> signals) {
        groups.forEach((group, points) -> signals.add(new Signal(rule.rule(), rule.labels(group), points)));
    }
}
