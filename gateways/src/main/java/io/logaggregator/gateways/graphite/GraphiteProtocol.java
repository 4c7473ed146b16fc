package io.logaggregator.gateways.graphite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.gateways.socket.Cut;
import io.logaggregator.gateways.socket.DatagramSession;
import io.logaggregator.gateways.socket.Lines;
import io.logaggregator.gateways.socket.SessionOptions;
import io.logaggregator.gateways.socket.SocketProtocol;
import io.logaggregator.gateways.socket.StreamSession;
import io.logaggregator.wire.json.Bytes;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Graphite's plaintext protocol: lines of a path, a value and a time. A line without a time gets that of receipt, and the host of
 * a path becomes its tag {@code host}, so that the messages of the queue do not depend on the listener.
 *
 * @see <a href="https://graphite.readthedocs.io/en/latest/feeding-carbon.html">Graphite, plaintext protocol</a>
 */
public final class GraphiteProtocol implements SocketProtocol {

    private static final int MAX_LINE = 64 << 10;
    private static final Pattern SPACES = Pattern.compile("[ \t]+");
    private static final Set<String> NOW = Set.of("-1", "-1.0", "N");

    @Override
    public String name() {
        return "graphite";
    }

    @Override
    public String format() {
        return "graphite";
    }

    @Override
    public Envelope envelope() {
        return Envelope.LINES;
    }

    @Override
    public int defaultMaxMessageBytes() {
        return MAX_LINE;
    }

    @Override
    public boolean supportsDatagrams() {
        return true;
    }

    @Override
    public Optional<String> problem(SessionOptions options) {
        String template = options.hostTemplate();
        return template.isBlank() || HostTemplate.isValid(template)
                ? Optional.empty()
                : Optional.of(
                        "host-template: " + template + " (expected: parts with dots, with host once and * at the end, "
                                + "for example servers.host.*)");
    }

    @Override
    public StreamSession openStream(SessionOptions options) {
        Normalization normalization = normalization(options);
        return new Lines(options.maxMessageBytes(), normalization::element);
    }

    @Override
    public DatagramSession openDatagrams(SessionOptions options) {
        Normalization normalization = normalization(options);
        return (_, datagram) -> {
            Cut cut = new Lines(datagram.length(), normalization::element).cut(datagram, true);
            List<Element> elements = new ArrayList<>();
            cut.elements().forEachRemaining(elements::add);
            return elements;
        };
    }

    private static Normalization normalization(SessionOptions options) {
        return new Normalization(HostTemplate.of(options.hostTemplate()), options.clock());
    }

    /** Makes lines independent of time and settings. */
    private record Normalization(HostTemplate template, InstantSource clock) {

        /** Invalid lines remain as they are. */
        Optional<Element> element(Bytes received) {
            Bytes line = received.withoutPadding().strip();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            String[] columns = SPACES.split(line.text(), 4);
            boolean valid = columns.length == 2 || columns.length == 3;
            String normal = valid ? normal(columns) : line.text();
            return Optional.of(new Element(normal.getBytes(UTF_8), 1));
        }

        private String normal(String[] columns) {
            boolean hasTime = columns.length == 3 && !NOW.contains(columns[2]);
            return path(columns[0]) + ' ' + columns[1] + ' ' + (hasTime ? columns[2] : now());
        }

        private String path(String path) {
            boolean hasHost = path.contains(";host=");
            return hasHost ? path : template.tagged(path).orElse(path);
        }

        private String now() {
            return BigDecimal.valueOf(clock.millis(), 3).toPlainString();
        }
    }
}
