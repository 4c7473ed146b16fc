package io.logaggregator.server.logs.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Encodes the events of a stream.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, server-sent events</a>
 */
final class ServerSentEvents {

    /** The reconnection time for clients. */
    private static final int RETRY_MILLIS = 1_000;

    private static final String COMMENT = ": heartbeat\n";

    static final byte[] HEARTBEAT = bytes(COMMENT + "\n");
    static final byte[] GAP = event("gap", "{\"detail\":\"Some events may be missing.\"}");
    static final byte[] INTERRUPTED =
            event("interrupted", "{\"detail\":\"Database unavailable, live tail interrupted.\"}");
    static final byte[] RESUMED = event("resumed", "{\"detail\":\"Database available, live tail resumed.\"}");
    static final byte[] STOPPING = event("end", "{\"detail\":\"This instance is stopping. Reconnect.\"}");
    static final byte[] TIMED_OUT = event(
            "timeout",
            "{\"detail\":\"Live tail ended: its query takes too long. Make it simpler, then start again.\"}");
    static final byte[] REVOKED = event("end", "{\"detail\":\"The API key has been revoked or has expired.\"}");

    private ServerSentEvents() {}

    /** The start of a stream. Clients store an id without data for reconnects, and report no event. */
    static byte[] opening(TailPosition position) {
        return bytes("retry: " + RETRY_MILLIS + "\nid: " + position.text() + "\n\n");
    }

    /** A heartbeat with a position, so that a reconnect skips events that do not match. */
    static byte[] heartbeat(TailPosition position) {
        return bytes(COMMENT + "id: " + position.text() + "\n\n");
    }

    /** A log event. It has no event name, so that browsers report it as a message. */
    static byte[] log(TailPosition position, byte[] json) {
        byte[] head = bytes("id: " + position.text() + "\ndata: ");
        byte[] event = Arrays.copyOf(head, head.length + json.length + 2);
        System.arraycopy(json, 0, event, head.length, json.length);
        event[event.length - 2] = '\n';
        event[event.length - 1] = '\n';
        return event;
    }

    static byte[] skipped(long events) {
        return event("skipped", "{\"lines\":" + events + "}");
    }

    private static byte[] event(String name, String data) {
        return bytes("event: " + name + "\ndata: " + data + "\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
