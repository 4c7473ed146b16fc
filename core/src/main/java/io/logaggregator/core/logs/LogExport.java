package io.logaggregator.core.logs;

import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.observation.LogEvent;

/** Exports matching events in any number, with constant memory and without slowing down other queries. */
public interface LogExport {

    /**
     * Passes all matching events to the sink, in the order of their ids, on a connection of its own that is released
     * afterwards. Ends at once when the sink throws, and within seconds when it no longer waits.
     *
     * @throws QueryTimeoutException when the search for the next event takes too long
     */
    <X extends Exception> void read(LogQuery query, Order order, Sink<X> sink) throws X;

    /** By the time in the ids. */
    enum Order {
        OLDEST_FIRST,
        NEWEST_FIRST
    }

    /** Receives the events, one at a time; may block. */
    @FunctionalInterface
    interface Sink<X extends Exception> {

        /**
         * Receives an event.
         *
         * @return whether to continue
         */
        boolean accept(LogEvent event) throws X;

        /**
         * Whether the receiver still waits for the next event, which may take long to find. Called from another thread
         * during the export.
         */
        default boolean isWaiting() {
            return true;
        }
    }
}
