package io.logaggregator.core.alerting.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many events there were lately, in buckets of time.
 *
 * @param counts by the begin of the bucket, each 1 or more
 */
public record LogWindow(SortedMap<Instant, Long> counts) {

    public static final LogWindow EMPTY = new LogWindow(new TreeMap<>());

    public LogWindow {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /** When the oldest bucket leaves a window of that length. */
    public Optional<Instant> nextExpiry(Duration window) {
        return counts.isEmpty()
                ? Optional.empty()
                : Optional.of(counts.firstKey().plus(window));
    }
}
