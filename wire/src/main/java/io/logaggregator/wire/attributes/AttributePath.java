package io.logaggregator.wire.attributes;

import io.logaggregator.core.logs.match.AttributeValue;
import io.logaggregator.core.logs.match.AttributeValue.Nothing;
import io.logaggregator.core.observation.LogField.Attribute;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** The member names that a path may denote, as {@link Attribute#memberNames}, followed in one pass over the JSON. */
final class AttributePath {

    private final AttributeStep start = new AttributeStep();
    private final String lastName;
    private final String lastNameQuoted;
    private int interpretations;

    private AttributePath(String path) {
        lastName = path.substring(path.lastIndexOf('.') + 1);
        lastNameQuoted = lastName + '"';
        new Attribute(path).memberNames().forEach(names -> start.add(names, interpretations++));
    }

    static AttributePath of(String path) {
        return new AttributePath(path);
    }

    /** Whether the last name occurs. An escaped name, or the index of an element, may not be found as text. */
    boolean mayBeIn(String json) {
        return json.contains(lastNameQuoted)
                || json.indexOf('\\') >= 0
                || AttributeStep.index(lastName).isPresent();
    }

    /** The value in the object at the parser's position. */
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
