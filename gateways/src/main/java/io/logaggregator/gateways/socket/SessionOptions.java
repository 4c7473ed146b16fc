package io.logaggregator.gateways.socket;

import java.time.InstantSource;

/**
 * The properties of a listener that its sessions use.
 *
 * @param maxMessageBytes maximum bytes of an undivided part of a stream
 * @param hostTemplate position of the host in names of metrics, such as {@code servers.host.*}; empty for none
 * @param sharedKey secret that both sides prove to know; empty for none. Not in {@link #toString()}
 * @param clock for times of receipt
 */
public record SessionOptions(int maxMessageBytes, String hostTemplate, String sharedKey, InstantSource clock) {

    @Override
    public String toString() {
        return "SessionOptions[maxMessageBytes=" + maxMessageBytes + ", hostTemplate=" + hostTemplate + "]";
    }
}
