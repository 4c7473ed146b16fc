package io.logaggregator.core.store;

import java.time.Instant;

/**
 * Tells whether what lies in a stretch of time is still what it was, without reading it. Late messages come hours later,
 * and retention removes what is old: no time is over for good just because it is past.
 *
 * <p>What is read <em>after</em> a revision was asked for is at least as new as that revision; it still holds when the
 * revision is the same again later. A revision may change although the stretch did not, where something close by was
 * written.
 */
public interface Revisions {

    /**
     * Of the log events of a time.
     *
     * @param from the first instant
     * @param to the first instant after
     */
    Revision ofLogs(Instant from, Instant to);

    /** Of the metric samples of a time, likewise. */
    Revision ofMetrics(Instant from, Instant to);
}
