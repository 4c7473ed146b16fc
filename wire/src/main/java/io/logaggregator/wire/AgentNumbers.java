package io.logaggregator.wire;

import java.util.OptionalDouble;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the plain values of an agent's report, and counts those that are not what they should be. */
final class AgentNumbers {

    /** Sums of rounded parts end a little above all of it; what is further above is not a part of the whole at all. */
    private static final double ROUNDED_PERCENT = 101;

    private final JsonParser parser;
    private int dropped;

    AgentNumbers(JsonParser parser) {
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
}
