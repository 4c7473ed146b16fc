package io.logaggregator.wire.agent;

import io.logaggregator.wire.json.Members;
import io.logaggregator.wire.json.Scalars;
import java.util.OptionalDouble;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads typed values of an agent's report, and counts values of other types. */
final class AgentValues {

    /** Tolerates rounding slightly above 100; more is a percentage of something else. */
    private static final double ROUNDED_PERCENT = 101;

    private final JsonParser parser;
    private int dropped;

    AgentValues(JsonParser parser) {
        this.parser = parser;
    }

    int dropped() {
        return dropped;
    }

    void drop() {
        drop(1);
    }

    void drop(int parts) {
        dropped += parts;
    }

    /** A finite number, 0 or more; empty if it is null or, counted as dropped, anything else. */
    OptionalDouble amount() {
        OptionalDouble number = Scalars.number(parser);
        if (number.isPresent() ? number.getAsDouble() >= 0 : parser.currentToken() == JsonToken.VALUE_NULL) {
            return number;
        }
        drop();
        return OptionalDouble.empty();
    }

    /** A percentage 0..100 as a ratio 0..1. */
    OptionalDouble percent() {
        OptionalDouble percent = amount();
        if (percent.isEmpty()) {
            return percent;
        }
        if (percent.getAsDouble() > ROUNDED_PERCENT) {
            drop();
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.min(1, ratio(percent.getAsDouble())));
    }

    /**
     * A percentage as the ratio with the same decimal digits, so that a sample at a threshold equals it. Division alone
     * is off by one bit where the percentage itself was rounded: 57.7 / 100 is not 0.577.
     */
    static double ratio(double percent) {
        double millionths = Math.rint(percent * 1e6);
        return millionths < 0x1p53 && millionths / 1e6 == percent ? millionths / 1e8 : percent / 100;
    }

    /** Runs the reader if the value is an object; counts another value as dropped. */
    void object(Runnable reader) {
        readIf(JsonToken.START_OBJECT, reader);
    }

    /** Runs the reader for each element if the value is an array; counts another value as dropped. */
    void array(Runnable element) {
        readIf(JsonToken.START_ARRAY, () -> Members.ofArray(parser, element));
    }

    private void readIf(JsonToken start, Runnable reader) {
        if (parser.currentToken() == start) {
            reader.run();
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            drop();
        }
    }
}
