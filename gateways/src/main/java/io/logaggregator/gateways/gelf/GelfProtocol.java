package io.logaggregator.gateways.gelf;

import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.gateways.socket.DatagramSession;
import io.logaggregator.gateways.socket.SessionOptions;
import io.logaggregator.gateways.socket.SocketProtocol;
import io.logaggregator.gateways.socket.StreamSession;
import io.logaggregator.wire.json.Bytes;
import java.util.Arrays;
import java.util.Optional;

/**
 * GELF over TCP, where NUL ends a message, and over UDP, where a message may be compressed and in chunks.
 *
 * @see <a href="https://go2docs.graylog.org/current/getting_in_log_data/gelf.html">GELF</a>
 */
public final class GelfProtocol implements SocketProtocol {

    @Override
    public String name() {
        return "gelf";
    }

    @Override
    public String format() {
        return "gelf";
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
    public StreamSession openStream(SessionOptions options) {
        return new GelfStream(options.maxMessageBytes());
    }

    @Override
    public boolean supportsDatagrams() {
        return true;
    }

    @Override
    public DatagramSession openDatagrams(SessionOptions options) {
        return new GelfDatagrams(options.maxMessageBytes(), System::nanoTime);
    }

    /** A message as an element; empty if it is blank. */
    static Optional<Element> element(Bytes message) {
        Bytes text = message.withoutPadding().strip();
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Element(Arrays.copyOfRange(text.array(), text.from(), text.to()), 1));
    }
}
