package io.logaggregator.core.alerting.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.UUID;

/**
 * Finds series that arrive through several partitions of this instance, in an undefined order. As for {@link
 * LatePoints}, series count that have a state or exceed a threshold. Thread-safe.
 */
final class PartitionSwitches {

    /** Once more than that are followed, the series without samples for longest are not. */
    static final int MAX_SERIES = 10_000;

    /** Another partition is no finding by itself: a topic may have got more of them. */
    private static final int MIN_NOTICED = 10;

    private static final Duration PERIOD = Duration.ofHours(1);

    private final LinkedHashMap<UUID, Series> bySubject = new LinkedHashMap<>(16, 0.75f, true);

    /** Returns whether an evaluated signal completes so many switches that the rule gets a notice, once per period. */
    synchronized boolean add(Signal signal) {
        if (signal.sources().isEmpty()) {
            return false;
        }
        Instant now = signal.appendedAt().getLast();
        Series series = bySubject.get(signal.fingerprint());
        if (series == null || !now.isBefore(series.until)) {
            series = new Series(signal.sources().getFirst(), now.plus(PERIOD));
            bySubject.put(signal.fingerprint(), series);
        }
        if (bySubject.size() > MAX_SERIES) {
            bySubject.pollFirstEntry();
        }
        boolean isNoticed = series.switches >= MIN_NOTICED;
        for (int source : signal.sources()) {
            series.switches += source == series.source ? 0 : 1;
            series.source = source;
        }
        return !isNoticed && series.switches >= MIN_NOTICED;
    }

    private static final class Series {

        private final Instant until;
        private int source;
        private int switches;

        private Series(int source, Instant until) {
            this.source = source;
            this.until = until;
        }
    }
}
