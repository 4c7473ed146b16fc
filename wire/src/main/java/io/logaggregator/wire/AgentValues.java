package io.logaggregator.wire;

import java.util.OptionalDouble;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the values of an agent's report where one of a type is wanted, and counts those that are of another. */
final class AgentValues {

    /** Rounding may lead a little above the whole; what is further above is a percentage of something else. */
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

    /** A finite number, 0 or more; empty where it is null or, counted, anything else. */
    OptionalDouble amount() {
        OptionalDouble number = Scalars.number(parser);
        if (number.isPresent() ? number.getAsDouble() >= 0 : parser.currentToken() == JsonToken.VALUE_NULL) {
            return number;
        }
        drop();
        return OptionalDouble.empty();
    }

    /** 0..100 of the whole, as a ratio 0..1. */
    OptionalDouble percent() {
        OptionalDouble percent = amount();
        if (percent.isEmpty()) {
            return percent;
        }
        if (percent.getAsDouble() > ROUNDED_PERCENT) {
            drop();
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.min(1, percent.getAsDouble() / 100));
    }

    /** Runs what reads an object, if this is one; counts what is none. */
    void object(Runnable reading) {
        readIf(JsonToken.START_OBJECT, reading);
    }

    /** Runs what reads an element for each one of an array, if this is one; counts what is none. */
    void array(Runnable element) {
        readIf(JsonToken.START_ARRAY, () -> Members.ofArray(parser, element));
    }

    private void readIf(JsonToken start, Runnable reading) {
        if (parser.currentToken() == start) {
            reading.run();
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            drop();
        }
    }
}
