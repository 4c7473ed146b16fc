package io.logaggregator.core.queue;

import io.logaggregator.core.common.AggregatorException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The queue has rejected some messages for good, for example as too large, and has stored all others. The caller should not
 * send any of them again.
 */
public final class MessagesRejectedException extends AggregatorException {

    private final transient SortedMap<Integer, String> reasons;

    /** @param reasons by index of the message, at least one */
    public MessagesRejectedException(SortedMap<Integer, String> reasons) {
        super(reasons.values().iterator().next(), null);
        this.reasons = new TreeMap<>(reasons);
    }

    /** The reason of each rejection, by index of the message. */
    public SortedMap<Integer, String> reasons() {
        return reasons;
    }
}
