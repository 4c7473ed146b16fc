package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.MetricSample.Kind;
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
    private final Map<List<String>, Group> groups = new HashMap<>();
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
            groups.computeIfAbsent(rule.group(event), group -> new Group(new ArrayList<>(1), new ArrayList<>(1)))
                    .add(event);
        }
    }

    /** Labels are created once per group, not per event. */
    void addTo(List<Signal> signals) {
        groups.forEach((labels, group) ->
                signals.add(new Signal(rule.rule(), rule.labels(labels), group.points, group.queuedAt, Kind.GAUGE)));
    }

    /** The events of a group, with the times when they entered the queue. */
    private record Group(List<Point> points, List<Instant> queuedAt) {

        void add(LogEvent event) {
            points.add(new Point(notAheadOfQueue(event), 1));
            queuedAt.add(event.queuedAt());
        }
    }

    /** A sender with a fast clock must not make the events of all others late. */
    private static Instant notAheadOfQueue(LogEvent event) {
        return event.observedAt().isAfter(event.queuedAt()) ? event.queuedAt() : event.observedAt();
    }
}
