package io.logaggregator.server.listeners;

import java.time.Instant;

/** An open port. */
interface Listener {

    String name();

    /** The local port. */
    int port();

    ListenerKey key();

    /** Repeated work, such as closing connections whose clients do not read. */
    void check();

    /**
     * Accepts nothing further, appends what was received completely, and closes; what is not stored by the deadline is lost.
     *
     * @param deadline by the clock of the machine
     */
    void stop(Instant deadline) throws InterruptedException;
}
