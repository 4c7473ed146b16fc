package io.logaggregator.server.logs.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * What a viewer is told, as it goes over the line.
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
    static final byte[] REVOKED = event("end", "{\"detail\":\"The API key has been revoked or has expired.\"}");

    private ServerSentEvents() {}

    /** Where the stream begins. An id without data is no event, but remembered: who comes back has seen all up to it. */
    static byte[] opening(TailPosition position) {
        return bytes("retry: " + RETRY_MILLIS + "\nid: " + position.text() + "\n\n");
    }

    /** With how far he has seen, so that who comes back need not be told again what others were told meanwhile. */
    static byte[] heartbeat(TailPosition position) {
        return bytes(COMMENT + "id: " + position.text() + "\n\n");
    }

    /** An event without a name, since that is what browsers hand over without being asked. */
    static byte[] line(TailPosition position, byte[] json) {
        byte[] head = bytes("id: " + position.text() + "\ndata: ");
        byte[] event = Arrays.copyOf(head, head.length + json.length + 2);
        System.arraycopy(json, 0, event, head.length, json.length);
        event[event.length - 2] = '\n';
        event[event.length - 1] = '\n';
        return event;
    }

    static byte[] skipped(long lines) {
        return event("skipped", "{\"lines\":" + lines + "}");
    }

    private static byte[] event(String name, String data) {
        return bytes("event: " + name + "\ndata: " + data + "\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
