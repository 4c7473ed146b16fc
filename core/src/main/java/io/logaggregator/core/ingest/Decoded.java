package io.logaggregator.core.ingest;

import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.observation.Observation;
import java.util.List;
import java.util.Optional;

/**
 * The decoded content of a message, or of a part of it where the message is too large for one transaction.
 *
 * @param observations in the message's order
 * @param rejections the message or elements of it that are invalid
 * @param droppedParts number of malformed parts omitted from the observations
 * @param before counts of the message before this part
 * @param rest decodes what follows; empty at the end of the message
 * @param expandedBytes text of the observations that exceeds their bytes in the message: compressed content, and text
 *     that many observations share
 */
public record Decoded(
        List<Observation> observations,
        List<Rejection> rejections,
        int droppedParts,
        Progress before,
        Optional<Rest> rest,
        long expandedBytes) {

    /** No content: a tombstone, an empty array. */
    public static final Decoded NOTHING = new Decoded(List.of(), List.of(), 0);

    /** Estimated memory of an observation apart from its text, in bytes: object, row and alert signal. */
    private static final int OBSERVATION_BYTES = 512;

    public Decoded {
        observations = List.copyOf(observations);
        rejections = List.copyOf(rejections);
    }

    public Decoded(
            List<Observation> observations,
            List<Rejection> rejections,
            int droppedParts,
            Progress before,
            Optional<Rest> rest) {
        this(observations, rejections, droppedParts, before, rest, 0);
    }

    /** All of a message. */
    public Decoded(List<Observation> observations, List<Rejection> rejections, int droppedParts) {
        this(observations, rejections, droppedParts, Progress.NONE, Optional.empty());
    }

    public static Decoded of(Observation observation) {
        return new Decoded(List.of(observation), List.of(), 0);
    }

    public static Decoded rejected(Rejection rejection) {
        return new Decoded(List.of(), List.of(rejection), 0);
    }

    /** Estimated memory, in bytes, of observations that were decoded from {@code length} bytes. */
    public static long cost(long length, int observations) {
        return Math.max(length, (long) observations * OBSERVATION_BYTES);
    }

    /** Whether the message has an observation in this part or before. */
    boolean isObserved() {
        return before.observed() || !observations.isEmpty();
    }

    /** Whether the message has a rejection in this part or before. */
    boolean isRejected() {
        return before.rejections() > 0 || !rejections.isEmpty();
    }

    Decoded withObservations(List<Observation> replacement) {
        return new Decoded(replacement, rejections, droppedParts, before, rest, expandedBytes);
    }

    /** This part with a rejection in place of its content. */
    Decoded withRejection(Rejection rejection) {
        return new Decoded(List.of(), List.of(rejection), 0, before, rest);
    }

    /**
     * Counts of a message up to an element.
     *
     * @param elements valid and invalid
     * @param events log events, which are numbered within their message
     * @param observed whether there is an observation
     * @param position of the next element in the bytes of the message
     */
    public record Progress(int elements, int events, int rejections, boolean observed, int position) {

        public static final Progress NONE = new Progress(0, 0, 0, false, 0);
    }

    /** The rest of a message. */
    public interface Rest {

        /** Counts of the message before the rest. */
        Progress before();

        /** Decodes the next part, as {@link Decoder#decode(io.logaggregator.core.queue.Message, int, long)}. */
        Decoded decode(long maxBytes);
    }
}
