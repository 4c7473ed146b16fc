package io.logaggregator.gateways.forward;

import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.gateways.socket.SessionOptions;
import io.logaggregator.gateways.socket.SocketProtocol;
import io.logaggregator.gateways.socket.StreamSession;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The forward protocol of Fluentd. Records become JSON for the decoder of log records. A chunk is acknowledged when the queue has
 * stored all of its entries.
 *
 * @see <a href="https://github.com/fluent/fluentd/wiki/Forward-Protocol-Specification-v1">Forward protocol, version 1</a>
 */
public final class ForwardProtocol implements SocketProtocol {

    private final SecureRandom random = new SecureRandom();

    @Override
    public String name() {
        return "forward";
    }

    @Override
    public String format() {
        return "log";
    }

    @Override
    public Envelope envelope() {
        return Envelope.LINES;
    }

    @Override
    public int defaultMaxMessageBytes() {
        return 1 << 20;
    }

    @Override
    public boolean hasSharedKey() {
        return true;
    }

    @Override
    public StreamSession openStream(SessionOptions options) {
        Optional<Handshake> handshake = options.sharedKey().isEmpty()
                ? Optional.empty()
                : Optional.of(new Handshake(options.sharedKey(), nonce()));
        return new ForwardStream(handshake, options.maxMessageBytes());
    }

    private byte[] nonce() {
        byte[] nonce = new byte[Handshake.NONCE_BYTES];
        random.nextBytes(nonce);
        return nonce;
    }
}
