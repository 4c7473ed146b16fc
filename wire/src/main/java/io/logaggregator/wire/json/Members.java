package io.logaggregator.wire.json;

import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Iterates over the parser's current value. Parts that a visitor does not read are skipped. */
public final class Members {

    private Members() {}

    /** Visits each member of an object by name, with the parser at its value. */
    public static void ofObject(JsonParser parser, Consumer<String> visitor) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            visitor.accept(name);
            parser.skipChildren();
        }
    }

    /** Visits each element of an array, with the parser at the element. */
    public static void ofArray(JsonParser parser, Runnable visitor) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            visitor.run();
            parser.skipChildren();
        }
    }
}
