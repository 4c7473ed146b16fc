package io.logaggregator.wire;

import io.logaggregator.core.ingest.Decoder;
import java.util.Locale;

/**
 * How the messages of a topic are written. In each format a message is one JSON object, several one after another (as in
 * newline-delimited JSON), or an array of them; each is used or rejected on its own.
 */
public enum WireFormat {
    /** Reports of host agents: metrics, processes, threat indicators. */
    AGENT,

    /** Log events. A value that is neither a JSON object nor an array of objects is a plain line. */
    LOG,

    /** Agent or log messages, told apart by their content, object by object. */
    AUTO;

    /** The decoder of this format: one for all threads. */
    public Decoder decoder() {
        return switch (this) {
            case AGENT -> MessageDecoder.AGENT;
            case LOG -> MessageDecoder.LOG;
            case AUTO -> MessageDecoder.AUTO;
        };
    }

    /**
     * The format of this name, in whichever case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static WireFormat parse(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "agent" -> AGENT;
            case "log" -> LOG;
            case "auto" -> AUTO;
            default -> throw new IllegalArgumentException("format: " + name + " (expected: agent, log or auto)");
        };
    }
}
