package io.logaggregator.gateways.syslog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.gateways.socket.DatagramSession;
import io.logaggregator.gateways.socket.SessionOptions;
import io.logaggregator.gateways.socket.SocketProtocol;
import io.logaggregator.gateways.socket.StreamSession;
import io.logaggregator.wire.json.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * Syslog: RFC 5424 and RFC 3164, in both framings over TCP and one message in each datagram of UDP. Messages are appended with
 * octet counting, so that a message of the queue can have several of them, and each of them several lines.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6587#section-3.4">RFC 6587, section 3.4</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5426#section-3">RFC 5426, section 3</a>
 */
public final class SyslogProtocol implements SocketProtocol {

    @Override
    public String name() {
        return "syslog";
    }

    @Override
    public String format() {
        return "syslog";
    }

    @Override
    public Envelope envelope() {
        return Envelope.CONCATENATED;
    }

    @Override
    public int defaultMaxMessageBytes() {
        return 1 << 20;
    }

    @Override
    public StreamSession openStream(SessionOptions options) {
        return new SyslogStream(options.maxMessageBytes());
    }

    @Override
    public boolean supportsDatagrams() {
        return true;
    }

    @Override
    public DatagramSession openDatagrams(SessionOptions options) {
        return (_, datagram) -> element(datagram).map(List::of).orElse(List.of());
    }

    /** A message as an element with its length; empty if it is blank. */
    static Optional<Element> element(Bytes message) {
        Bytes text = message.withoutPadding().strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(counted(text));
    }

    private static Element counted(Bytes text) {
        byte[] length = (text.length() + " ").getBytes(US_ASCII);
        byte[] value = new byte[length.length + text.length()];
        System.arraycopy(length, 0, value, 0, length.length);
        System.arraycopy(text.array(), text.from(), value, length.length, text.length());
        return new Element(value, 1);
    }
}
