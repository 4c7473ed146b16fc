package io.logaggregator.core.ingest;

import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.observation.Observation;
import java.util.List;

/**
 * The decoded content of a message.
 *
 * @param observations in the message's order
 * @param rejections the message or elements of it that are invalid
 * @param droppedParts number of malformed parts omitted from the observations
 */
public record Decoded(List<Observation> observations, List<Rejection> rejections, int droppedParts) {

    /** No content: a tombstone, an empty array. */
    public static final Decoded NOTHING = new Decoded(List.of(), List.of(), 0);

    public Decoded {
        observations = List.copyOf(observations);
        rejections = List.copyOf(rejections);
    }

    public static Decoded of(Observation observation) {
        return new Decoded(List.of(observation), List.of(), 0);
    }

    public static Decoded rejected(Rejection rejection) {
        return new Decoded(List.of(), List.of(rejection), 0);
    }
}
