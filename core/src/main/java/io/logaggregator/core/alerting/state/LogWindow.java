package io.logaggregator.core.alerting.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts of recent events in time buckets.
 *
 * @param counts by the start of the bucket, each 1 or more
 */
public record LogWindow(SortedMap<Instant, Long> counts) {

    public static final LogWindow EMPTY = new LogWindow(new TreeMap<>());

    public LogWindow {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /** The time when the oldest bucket leaves a window of the given length. */
    public Optional<Instant> nextExpiry(Duration window) {
        return counts.isEmpty()
                ? Optional.empty()
                : Optional.of(counts.firstKey().plus(window));
    }
}
