package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.rule.Condition.LogCount;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/** The events of a window while they are being counted: one at a time, and each costs no copy of the others. */
public final class SlidingCount {

    private final TreeMap<Instant, Long> counts; // by the begin of the bucket
    private long sum;

    public SlidingCount(LogWindow window) {
        counts = new TreeMap<>(window.counts());
        sum = counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public long sum() {
        return sum;
    }

    /** Counts events, and tells so, unless their bucket has left the window that ends now. */
    boolean add(Instant at, long events, LogCount count, Instant now) {
        long width = count.bucket().toSeconds();
        Instant begin = Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), width) * width);
        if (!now.isBefore(begin.plus(count.window()))) {
            return false;
        }
        counts.merge(begin, events, Long::sum);
        sum += events;
        return true;
    }

    /** When the oldest bucket leaves the window. */
    public Optional<Instant> nextExpiry(LogCount count) {
        return counts.isEmpty()
                ? Optional.empty()
                : Optional.of(counts.firstKey().plus(count.window()));
    }

    public void dropOldest() {
        sum -= counts.pollFirstEntry().getValue();
    }

    LogWindow window() {
        return counts.isEmpty() ? LogWindow.EMPTY : new LogWindow(counts);
    }
}
