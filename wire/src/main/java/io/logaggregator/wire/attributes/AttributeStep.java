package io.logaggregator.wire.attributes;

import io.logaggregator.core.logs.match.AttributeValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A node in the tree of the interpretations of an {@link AttributePath}: the end of one, or a step that several share.
 */
final class AttributeStep {

    private static final int MAX_INDEX_DIGITS = 9;

    private final Map<String, AttributeStep> next = new HashMap<>();
    private int interpretation = -1;

    void add(List<String> names, int number) {
        AttributeStep step = this;
        for (String name : names) {
            step = step.next.computeIfAbsent(name, _ -> new AttributeStep());
        }
        step.interpretation = number;
    }

    /** Finds the value of each interpretation; the parser moves from the start of an object to its end. */
    void followMembers(JsonParser parser, @Nullable AttributeValue[] found) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            AttributeStep step = next.get(name);
            if (step == null) {
                parser.skipChildren();
            } else {
                step.follow(parser, found);
            }
        }
    }

    private void followElements(JsonParser parser, @Nullable AttributeValue[] found) {
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            AttributeStep step = element(index);
            if (step == null) {
                parser.skipChildren();
            } else {
                step.follow(parser, found);
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

    /** The array index that a name denotes; empty if it is none. */
    static OptionalInt index(String name) {
        boolean digits = !name.isEmpty() && name.length() <= MAX_INDEX_DIGITS;
        for (int i = 0; i < name.length() && digits; i++) {
            digits = name.charAt(i) >= '0' && name.charAt(i) <= '9';
        }
        return digits ? OptionalInt.of(Integer.parseInt(name)) : OptionalInt.empty();
    }

    private void follow(JsonParser parser, @Nullable AttributeValue[] found) {
        if (interpretation >= 0) {
            found[interpretation] = StoredJson.value(parser);
            return;
        }
        clear(found);
        switch (parser.currentToken()) {
            case START_OBJECT -> followMembers(parser, found);
            case START_ARRAY -> followElements(parser, found);
            default -> {}
        }
    }

    /** Clears values found in an earlier member of the same name. */
    private void clear(@Nullable AttributeValue[] found) {
        for (AttributeStep step : next.values()) {
            if (step.interpretation >= 0) {
                Arrays.fill(found, step.interpretation, step.interpretation + 1, null);
            }
            step.clear(found);
        }
    }
}
