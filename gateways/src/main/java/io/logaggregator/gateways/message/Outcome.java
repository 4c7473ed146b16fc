package io.logaggregator.gateways.message;

import java.util.List;

/**
 * The result of a request.
 *
 * @param elements number of elements of the body
 * @param events number of events of the elements that are not refused
 * @param refusedEvents number of events of the refused elements
 * @param refusals the first refused elements, in their order
 */
public record Outcome(int elements, long events, long refusedEvents, List<Refusal> refusals) {

    /** Maximum number of listed refusals. */
    public static final int MAX_REFUSALS = 50_000;

    public Outcome {
        refusals = List.copyOf(refusals);
    }

    /** Reason of the first refusal; empty if there is none. */
    public String detail() {
        return refusals.isEmpty() ? "" : refusals.getFirst().detail();
    }

    /** Whether the key is the only reason why nothing is stored. */
    public boolean isForbidden() {
        return events == 0
                && !refusals.isEmpty()
                && refusals.stream().allMatch(refusal -> refusal.reason() == Reason.FORBIDDEN);
    }

    /** Reasons of refusals. */
    public enum Reason {
        /** The key is for other hosts or environments. */
        FORBIDDEN,
        /** Larger than a message of the queue. */
        TOO_LARGE
    }

    /**
     * A refused element.
     *
     * @param index of the element, from 0
     */
    public record Refusal(int index, int events, Reason reason, String detail) {}
}
