package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.state.LogWindow;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/** Mutable count of the events in a {@link LogWindow}; adding an event does not copy the others. */
public final class SlidingCount {

    private final TreeMap<Instant, Long> counts; // by the start of the bucket
    private long sum;

    public SlidingCount(LogWindow window) {
        counts = new TreeMap<>(window.counts());
        sum = counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public long sum() {
        return sum;
    }

    /**
     * Counts events unless their bucket has left the window that ends at {@code now}.
     *
     * @return whether they were counted
     */
    boolean add(Instant at, long events, OfEvents count, Instant now) {
        long width = count.bucket().toSeconds();
        Instant start = Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), width) * width);
        if (!now.isBefore(start.plus(count.window()))) {
            return false;
        }
        counts.merge(start, events, Long::sum);
        sum += events;
        return true;
    }

    /** The time when the oldest bucket leaves the window. */
    public Optional<Instant> nextExpiry(OfEvents count) {
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
