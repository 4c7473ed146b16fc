package io.logaggregator.wire;

import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Walks over the parts of the parser's current value. What a visitor leaves unread of a part is skipped. */
final class Members {

    private Members() {}

    /** Visits each member of an object, by name; the parser is at the member's value. */
    static void ofObject(JsonParser parser, Consumer<String> visitor) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            visitor.accept(name);
            parser.skipChildren();
        }
    }

    /** Visits each element of an array; the parser is at the element. */
    static void ofArray(JsonParser parser, Runnable visitor) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            visitor.run();
            parser.skipChildren();
        }
    }
}
