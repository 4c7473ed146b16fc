package io.logaggregator.core.store;

import java.time.Instant;

/**
 * Detects changes of a time range without reading it. Late messages arrive hours later, and retention removes old data,
 * so past time ranges change too.
 *
 * <p>Data read <em>after</em> a call are at least as new as the returned revision, and are still current if a later
 * call returns the same revision. A revision may change without a change of the time range, when data near it were
 * written.
 */
public interface Revisions {

    /**
     * Revision of the log events of a time range.
     *
     * @param from start, inclusive
     * @param to end, exclusive
     */
    Revision ofLogs(Instant from, Instant to);

    /** Revision of the metric samples of a time range, as {@link #ofLogs}. */
    Revision ofMetrics(Instant from, Instant to);
}
