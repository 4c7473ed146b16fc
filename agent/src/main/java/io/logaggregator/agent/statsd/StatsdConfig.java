package io.logaggregator.agent.statsd;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Where and how often StatsD metrics are received and sent.
 *
 * @param address of the UDP port; port 0 is a free one
 * @param tcp whether the same TCP port is open too
 * @param flushInterval between two aggregations, at least a second
 */
public record StatsdConfig(InetSocketAddress address, boolean tcp, Duration flushInterval) {

    public static final Duration DEFAULT_FLUSH_INTERVAL = Duration.ofSeconds(10);

    private static final String EXPECTED = " (expected: a port, or ADDRESS:PORT)";

    public StatsdConfig {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("statsd: unknown host " + address.getHostString() + EXPECTED);
        }
        if (flushInterval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("statsd-interval: " + flushInterval + " (expected: at least 1s)");
        }
    }

    /**
     * Parses a port of the loopback address, or an address and a port.
     *
     * @throws IllegalArgumentException if the text is invalid
     */
    public static InetSocketAddress parseAddress(String text) {
        int colon = text.lastIndexOf(':');
        try {
            InetAddress address = InetAddress.getByName(colon < 0 ? "127.0.0.1" : text.substring(0, colon));
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port < 1) {
                throw new IllegalArgumentException("statsd: " + text + EXPECTED);
            }
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new IllegalArgumentException("statsd: " + text + EXPECTED, e);
        }
    }
}
