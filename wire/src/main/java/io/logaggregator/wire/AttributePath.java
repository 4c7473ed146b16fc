package io.logaggregator.wire;

import io.logaggregator.core.logs.match.AttributeValue;
import io.logaggregator.core.logs.match.AttributeValue.Nothing;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * The ways in which {@code a.b.c} may be meant, the first that leads to a value first, as the store has them: the member
 * {@code "a.b.c"}; members within members; and these cut in two at any dot, such as {@code "service.name"} within {@code
 * "resource"}. All of them are followed at the same time.
 */
final class AttributePath {

    private static final int MOST_NAMES_TO_CUT = 8;

    private final AttributeStep start = new AttributeStep();
    private final String lastName;
    private final String lastNameQuoted;
    private int ways;

    private AttributePath(String path) {
        String[] names = path.split("\\.", -1);
        lastName = names[names.length - 1];
        lastNameQuoted = lastName + '"';
        add(path);
        if (names.length > 1) {
            add(names);
        }
        if (names.length > 2 && names.length <= MOST_NAMES_TO_CUT) {
            for (int cut = 1; cut < names.length; cut++) {
                add(
                        String.join(".", Arrays.copyOfRange(names, 0, cut)),
                        String.join(".", Arrays.copyOfRange(names, cut, names.length)));
            }
        }
    }

    static AttributePath of(String path) {
        return new AttributePath(path);
    }

    private void add(String... names) {
        start.add(names, ways++);
    }

    /** Whether the last name occurs, however it is meant; an escaped one, or the number of an element, may not. */
    boolean mayBeIn(String json) {
        return json.contains(lastNameQuoted)
                || json.indexOf('\\') >= 0
                || AttributeStep.index(lastName).isPresent();
    }

    /** What stands there in the object at whose beginning a parser is. */
    AttributeValue find(JsonParser parser) {
        @Nullable AttributeValue[] found = new AttributeValue[ways];
        start.followMembers(parser, found);
        for (AttributeValue value : found) {
            if (value != null) {
                return value;
            }
        }
        return new Nothing();
    }
}
