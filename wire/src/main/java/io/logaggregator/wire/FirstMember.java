package io.logaggregator.wire;

import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.JsonValues;
import java.util.List;
import java.util.Optional;

/** The first member of an object, where it shows what the object is. */
final class FirstMember {

    private static final String DATA = "\"data\"";

    private static final String STREAMS = "\"streams\"";

    /** The first members of the requests of protocols. */
    private static final List<String> OTLP = List.of("\"resourceLogs\"", "\"resourceMetrics\"", "\"resourceSpans\"");

    private FirstMember() {}

    /** Whether an object is a push request of Loki in JSON. */
    static boolean isLoki(Bytes text) {
        int name = text.skipSpace(text.from() + 1);
        int end = name + STREAMS.length();
        return isName(text, name, STREAMS)
                && text.startingAt(text.startingAt(end).strip().from() + 1)
                        .strip()
                        .startsWith('[');
    }

    /** Whether an object is an export request of OTLP in JSON. */
    static boolean isOtlp(Bytes text) {
        int name = text.skipSpace(text.from() + 1);
        if (!isName(text, name, "\"resource")) { // nearly all: for each message
            return false;
        }
        return OTLP.stream().anyMatch(wanted -> isName(text, name, wanted));
    }

    /** The array in {@code {"data": [...]}}, as HTTP gateways wrap messages; empty for any other object. */
    static Optional<Bytes> arrayIn(Bytes text) {
        int name = text.skipSpace(text.from() + 1);
        if (!isName(text, name, DATA)) {
            return Optional.empty();
        }
        Bytes colon = text.startingAt(name + DATA.length()).strip();
        Bytes value = colon.startingAt(colon.from() + 1).strip();
        if (!colon.startsWith(':') || !value.startsWith('[')) {
            return Optional.empty();
        }
        Bytes array = JsonValues.first(value);
        Bytes rest = value.startingAt(array.to()).strip();
        return rest.startsWith('}') && rest.length() == 1 ? Optional.of(array) : Optional.empty();
    }

    private static boolean isName(Bytes text, int start, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (start + i >= text.to() || text.array()[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
