package io.logaggregator.core.observation;

import java.time.Instant;

/** What a host told us: everything that comes in is one or more of these. */
public sealed interface Observation permits LogEvent, MetricSample, ProcessSnapshot {

    /** The host it is about, as the sender names it; never empty. */
    String host();

    /** When it happened, by the sender's clock, as corrected by enrichment. */
    Instant observedAt();

    /** Whether it shows that its host is there. */
    default boolean isSignOfLife() {
        return true;
    }
}
