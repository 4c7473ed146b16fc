package io.logaggregator.wire;

import io.logaggregator.core.ingest.Decoder;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Registry of the message formats: a new format is a decoder and one line here. In each format a message is one JSON
 * object, several ones in a row (as in newline-delimited JSON), or an array of them; each object is accepted or rejected
 * separately.
 */
public enum WireFormat {
    /** Reports of host agents: metrics, processes, threat indicators. */
    AGENT(MessageDecoder.AGENT),
    /** Log events. A value that is neither a JSON object nor an array of objects is a plain line. */
    LOG(MessageDecoder.LOG),
    /** Agent or log messages, distinguished by content, object by object. */
    AUTO(MessageDecoder.AUTO);

    private final MessageDecoder decoder;

    WireFormat(MessageDecoder decoder) {
        this.decoder = decoder;
    }

    /** A decoder of this format that reads times without a zone in the given one. Thread-safe. */
    public Decoder decoder(ZoneId zone) {
        return decoder.withZone(zone);
    }

    /** The decoder of this format that reads times without a zone in UTC. Thread-safe. */
    public Decoder decoder() {
        return decoder;
    }

    /**
     * The format with this name, case-insensitive.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static WireFormat parse(String name) {
        String wanted = name.strip();
        return Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("format: " + name + " (expected: one of " + names() + ")"));
    }

    private static List<String> names() {
        return Arrays.stream(values())
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
