package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.logs.match.CaseFolding;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts the events of a batch for all log count rules. A rule that exceeds its share of time is suspended alone; the events
 * that it has counted before remain counted.
 */
final class LogCounting {

    /** Maximum processor time of a rule per batch. Usual rules take a few milliseconds for the largest batch. */
    private static final long MAX_NANOS = 1_000_000_000;

    /** Maximum processor time of a rule per batch if all together have taken longer than {@link #MAX_TOTAL_NANOS}. */
    private static final long MAX_NANOS_OF_MANY = 100_000_000;

    private static final long MAX_TOTAL_NANOS = 10_000_000_000L;

    /** Time of all rules up to which it counts as processor time, which takes longer to read. */
    private static final long MAX_UNREAD_NANOS = 1_000_000;

    /** Events between two measurements, all in the CPU cache. */
    private static final int CHUNK_EVENTS = 64;

    /** Characters after which a chunk ends. */
    private static final int CHUNK_SIZE = 64 * 1024;

    private final RuleSuspensions suspensions;
    private final List<LogCounter> counters = new ArrayList<>();
    private final List<LogCounter> active = new ArrayList<>();
    private final long begin;
    private long characters;

    LogCounting(List<LogCountRule> rules, RuleSuspensions suspensions) {
        this.suspensions = suspensions;
        begin = suspensions.processorNanos();
        for (LogCountRule rule : rules) {
            if (!suspensions.isSuspended(rule.rule())) {
                counters.add(new LogCounter(rule, suspensions::elapsedNanos));
            }
        }
        active.addAll(counters);
    }

    List<Signal> signals(List<LogEvent> events) {
        int next = 0;
        while (next < events.size() && !active.isEmpty()) {
            int end = endOfChunk(events, next);
            List<LogEvent> chunk = events.subList(next, end);
            for (LogCounter counter : active) {
                counter.add(chunk);
            }
            suspendSlowRules();
            next = end;
        }
        charge();
        List<Signal> signals = new ArrayList<>();
        counters.forEach(counter -> counter.addTo(signals));
        return signals;
    }

    private void charge() {
        long total = totalNanos();
        double busy = total < MAX_UNREAD_NANOS ? 1 : busy(total);
        for (LogCounter counter : active) {
            suspensions.charge(counter.rule().rule(), characters, (long) (counter.nanos() * busy));
        }
    }

    private long totalNanos() {
        long total = 0;
        for (LogCounter counter : counters) {
            total += counter.nanos();
        }
        return total;
    }

    /** The share of the elapsed time in which the thread had a processor. */
    private double busy(long total) {
        return Math.min(1, (double) (suspensions.processorNanos() - begin) / total);
    }

    private int endOfChunk(List<LogEvent> events, int from) {
        int end = from;
        long size = 0;
        while (end < events.size() && end - from < CHUNK_EVENTS && size < CHUNK_SIZE) {
            LogEvent event = events.get(end);
            size += event.message().length() + event.attributes().text().length();
            end++;
        }
        characters += size;
        return end;
    }

    private void suspendSlowRules() {
        long total = totalNanos();
        long limit = total > MAX_TOTAL_NANOS ? MAX_NANOS_OF_MANY : MAX_NANOS;
        if (total > limit) {
            double busy = busy(total);
            active.removeIf(counter -> counter.nanos() > limit && suspend(counter, busy, limit));
        }
    }

    /**
     * Suspends a rule, unless this thread only waited for the processor.
     *
     * @param busy share of the elapsed time in which the thread had a processor
     */
    private boolean suspend(LogCounter counter, double busy, long limit) {
        boolean slow = counter.nanos() * busy > limit;
        if (slow) {
            suspensions.suspend(counter.rule().rule());
        }
        return slow;
    }

    /** Collects the events of a batch that one log count rule counts, by group. */
    private static final class LogCounter {

        private final LogCountRule rule;
        private final LongSupplier clock;
        private final Map<List<String>, Group> groups = new HashMap<>(); // by folded values
        private final Map<List<String>, Group> spellings = new HashMap<>();
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
                List<String> values = rule.group(event);
                Group group = spellings.get(values);
                if (group == null) {
                    group = group(values);
                    spellings.put(values, group);
                }
                group.add(event);
            }
        }

        /** The group of values that a search for these finds. They are folded once per spelling, not per event. */
        private Group group(List<String> values) {
            return groups.computeIfAbsent(
                    values.stream().map(CaseFolding::fold).toList(),
                    _ -> new Group(values, new ArrayList<>(1), new ArrayList<>(1)));
        }

        /** Labels are created once per group, not per event. */
        void addTo(List<Signal> signals) {
            groups.values()
                    .forEach(group -> signals.add(new Signal(
                            rule.rule(), rule.labels(group.values), group.points, group.queuedAt, Kind.GAUGE)));
        }

        /**
         * The events of a group, with the times when they entered the queue.
         *
         * @param values in their first spelling
         */
        private record Group(List<String> values, List<Point> points, List<Instant> queuedAt) {

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
}
