package io.logaggregator.wire;

import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.JsonValues;
import java.util.Optional;

/** The wrapper {@code {"data": ...}} of messages in the format of an HTTP gateway. */
final class DataWrapper {

    private static final String NAME = "\"data\"";

    private DataWrapper() {}

    /** The array in {@code {"data": [...]}}; empty for any other object. */
    static Optional<Bytes> arrayIn(Bytes text) {
        int name = text.skipSpace(text.from() + 1);
        if (!isName(text, name)) {
            return Optional.empty();
        }
        Bytes colon = text.startingAt(name + NAME.length()).strip();
        Bytes value = colon.startingAt(colon.from() + 1).strip();
        if (!colon.startsWith(':') || !value.startsWith('[')) {
            return Optional.empty();
        }
        Bytes array = JsonValues.first(value);
        Bytes rest = value.startingAt(array.to()).strip();
        return rest.startsWith('}') && rest.length() == 1 ? Optional.of(array) : Optional.empty();
    }

    private static boolean isName(Bytes text, int start) {
        for (int i = 0; i < NAME.length(); i++) {
            if (start + i >= text.to() || text.array()[start + i] != NAME.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
