package io.logaggregator.core.logs;

import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.observation.LogEvent;

/** Reads whatever matches, however much that is: memory does not grow with it, nor does the store's work for others. */
public interface LogExport {

    /**
     * Hands over all matching events, one by one in the order of their ids, on a connection of its own. It is given back
     * when this returns. Reading ends at once when the sink throws, and within some seconds when it waits no more.
     *
     * @throws QueryTimeoutException when looking for the next event takes too long
     */
    <X extends Exception> void read(LogQuery query, Order order, Sink<X> sink) throws X;

    /** By the time in the ids. */
    enum Order {
        OLDEST_FIRST,
        NEWEST_FIRST
    }

    /** Takes one event after the other; may take its time. */
    @FunctionalInterface
    interface Sink<X extends Exception> {

        /** Takes an event, and says whether it wants more. */
        boolean take(LogEvent event) throws X;

        /** Whether it still waits for the next event, which may be hard to find; asked from another thread, while it is read. */
        default boolean isWaiting() {
            return true;
        }
    }
}
