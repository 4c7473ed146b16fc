package io.logaggregator.gateways.socket;

import io.logaggregator.gateways.message.Envelope;
import java.util.Optional;

/**
 * A protocol over TCP (with or without TLS) or UDP. The server accepts, limits and authenticates connections by the key of their
 * listener, and appends the elements to the queue. It reads only as fast as the queue stores them. Stateless and thread-safe.
 */
public interface SocketProtocol {

    /** The name in settings, metrics and logs. */
    String name();

    /** The name of the format of the messages to append. */
    String format();

    /** Joins elements to a message. */
    Envelope envelope();

    /** Maximum bytes of an undivided part of a stream, unless the listener has a setting. */
    int defaultMaxMessageBytes();

    /** Why options are invalid, beginning with the key of the setting and a colon; empty if they are valid. */
    default Optional<String> problem(SessionOptions options) {
        return Optional.empty();
    }

    /** The state of a new connection. */
    StreamSession openStream(SessionOptions options);

    /** Whether clients can prove to know a shared key. */
    default boolean hasSharedKey() {
        return false;
    }

    /** Whether the protocol has datagrams. */
    default boolean supportsDatagrams() {
        return false;
    }

    /**
     * The state of a listener for datagrams.
     *
     * @throws UnsupportedOperationException unless the protocol has datagrams
     */
    default DatagramSession openDatagrams(SessionOptions options) {
        throw new UnsupportedOperationException(name() + " has no datagrams");
    }
}
