package io.logaggregator.core.ingest;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.observation.Observation;
import java.util.function.Predicate;

/**
 * A batch has observations of new hosts or of new metric series beyond a limit. The caller should reject the messages that
 * contain any of them and store the others.
 */
public final class LimitExceededException extends AggregatorException {

    private final transient Predicate<Observation> excess;

    /** @param excess selects the observations beyond the limit; at least one of the batch */
    public LimitExceededException(String message, Predicate<Observation> excess) {
        super(message, null);
        this.excess = excess;
    }

    /** Whether an observation is beyond the limit. */
    public boolean isBeyond(Observation observation) {
        return excess.test(observation);
    }
}
