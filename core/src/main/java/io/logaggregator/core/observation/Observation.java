package io.logaggregator.core.observation;

import java.time.Instant;

/** An observation of a host. Each accepted message holds one or more. */
public sealed interface Observation permits LogEvent, MetricSample, ProcessSnapshot {

    /** The host name given by the sender; never empty. */
    String host();

    /** Time of the sender's clock, as corrected by enrichment. */
    Instant observedAt();

    /** Whether the observation shows that its host is alive. */
    default boolean isHostActivity() {
        return true;
    }
}
