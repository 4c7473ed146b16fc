package io.logaggregator.wire.attributes;

import io.logaggregator.core.logs.match.AttributeValue;
import io.logaggregator.core.logs.match.AttributeValue.Nothing;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * The interpretations of {@code a.b.c}, in the order in which the store tries them: the member {@code "a.b.c"}; members
 * within members; and two members split at any dot, such as {@code "service.name"} within {@code "resource"}. One pass
 * over the JSON follows all of them.
 */
final class AttributePath {

    private static final int MAX_NAMES_TO_SPLIT = 8;

    private final AttributeStep start = new AttributeStep();
    private final String lastName;
    private final String lastNameQuoted;
    private int interpretations;

    private AttributePath(String path) {
        String[] names = path.split("\\.", -1);
        lastName = names[names.length - 1];
        lastNameQuoted = lastName + '"';
        add(path);
        if (names.length > 1) {
            add(names);
        }
        if (names.length > 2 && names.length <= MAX_NAMES_TO_SPLIT) {
            for (int split = 1; split < names.length; split++) {
                add(
                        String.join(".", Arrays.copyOfRange(names, 0, split)),
                        String.join(".", Arrays.copyOfRange(names, split, names.length)));
            }
        }
    }

    static AttributePath of(String path) {
        return new AttributePath(path);
    }

    private void add(String... names) {
        start.add(names, interpretations++);
    }

    /** Whether the last name occurs. An escaped name, or the index of an element, may not be found as text. */
    boolean mayBeIn(String json) {
        return json.contains(lastNameQuoted)
                || json.indexOf('\\') >= 0
                || AttributeStep.index(lastName).isPresent();
    }

    /** The value in the object at whose start the parser is. */
    AttributeValue find(JsonParser parser) {
        @Nullable AttributeValue[] found = new AttributeValue[interpretations];
        start.followMembers(parser, found);
        for (AttributeValue value : found) {
            if (value != null) {
                return value;
            }
        }
        return new Nothing();
    }
}
