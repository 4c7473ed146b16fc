package io.logaggregator.server.listeners;

import java.net.InetAddress;
import java.time.Instant;

/** An open port. */
interface Listener {

    /** The address of a sender as the name of a host, without the zone of IPv6. */
    static String hostOf(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    String name();

    /** The local port. */
    int port();

    ListenerKey key();

    /** Repeated work, such as closing connections of clients that do not read. */
    void check();

    /**
     * Accepts nothing further, appends what was received completely, and closes; what is not stored by the deadline is lost.
     *
     * @param deadline by the clock of the machine
     */
    void stop(Instant deadline) throws InterruptedException;
}
