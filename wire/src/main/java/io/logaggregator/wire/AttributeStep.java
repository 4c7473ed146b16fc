package io.logaggregator.wire;

import io.logaggregator.core.logs.match.AttributeValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A place on the ways of an {@link AttributePath}: either the end of one, or where one or several go on. */
final class AttributeStep {

    private static final int LONGEST_INDEX = 9;

    private final Map<String, AttributeStep> next = new HashMap<>();
    private int way = -1;

    void add(String[] names, int number) {
        AttributeStep step = this;
        for (String name : names) {
            step = step.next.computeIfAbsent(name, _ -> new AttributeStep());
        }
        step.way = number;
    }

    /** Fills in what each way leads to; the parser goes from the beginning of an object to its end. */
    void followMembers(JsonParser parser, @Nullable AttributeValue[] found) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            AttributeStep step = next.get(name);
            if (step == null) {
                parser.skipChildren();
            } else {
                step.take(parser, found);
            }
        }
    }

    private void followElements(JsonParser parser, @Nullable AttributeValue[] found) {
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            AttributeStep step = element(index);
            if (step == null) {
                parser.skipChildren();
            } else {
                step.take(parser, found);
            }
        }
    }

    private @Nullable AttributeStep element(int index) {
        for (Map.Entry<String, AttributeStep> step : next.entrySet()) {
            if (index(step.getKey()).equals(OptionalInt.of(index))) {
                return step.getValue();
            }
        }
        return null;
    }

    /** Which element of an array a name means; empty if none. */
    static OptionalInt index(String name) {
        boolean digits = !name.isEmpty() && name.length() <= LONGEST_INDEX;
        for (int i = 0; i < name.length() && digits; i++) {
            digits = name.charAt(i) >= '0' && name.charAt(i) <= '9';
        }
        return digits ? OptionalInt.of(Integer.parseInt(name)) : OptionalInt.empty();
    }

    private void take(JsonParser parser, @Nullable AttributeValue[] found) {
        if (way >= 0) {
            found[way] = StoredJson.value(parser);
            return;
        }
        forget(found);
        switch (parser.currentToken()) {
            case START_OBJECT -> followMembers(parser, found);
            case START_ARRAY -> followElements(parser, found);
            default -> {}
        }
    }

    /** What an earlier member of the same name held counts no more. */
    private void forget(@Nullable AttributeValue[] found) {
        for (AttributeStep step : next.values()) {
            if (step.way >= 0) {
                Arrays.fill(found, step.way, step.way + 1, null);
            }
            step.forget(found);
        }
    }
}
