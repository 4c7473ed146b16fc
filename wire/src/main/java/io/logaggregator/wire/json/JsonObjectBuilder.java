package io.logaggregator.wire.json;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.observation.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Builds a JSON object from values: {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link List} and {@link
 * Map} of these. Text that the store cannot hold is cleaned; numbers without a finite value become text.
 */
public final class JsonObjectBuilder {

    private static final int MAX_LENGTH = 16 << 20;

    private final StringBuilder out = new StringBuilder(128).append('{');

    /** Adds a member. A null is ignored. */
    public void add(String name, @Nullable Object value) {
        if (value != null) {
            AttributesWriter.name(name, out);
            value(value, out);
        }
    }

    public void addAll(Map<String, ?> members) {
        members.forEach(this::add);
    }

    /** Length of the text so far. */
    public int length() {
        return out.length();
    }

    /** The finished object. The builder must not be used afterwards. */
    public JsonObject toObject() {
        return out.length() == 1
                ? JsonObject.EMPTY
                : new JsonObject(out.append('}').toString());
    }

    /** The JSON text of a value. */
    public static String text(Object value) {
        StringBuilder text = new StringBuilder("[");
        value(value, text);
        return text.substring(1);
    }

    private static void value(@Nullable Object value, StringBuilder out) {
        if (out.length() > MAX_LENGTH) {
            throw new StreamConstraintsException("attributes of more than " + MAX_LENGTH + " characters");
        }
        AttributesWriter.separate(out);
        switch (value) {
            case null -> out.append("null");
            case String text -> AttributesWriter.string(StorableText.of(text), out);
            case Number number -> AttributesWriter.number(number.toString(), out);
            case Boolean truth -> out.append(truth);
            case Collection<?> values -> {
                out.append('[');
                values.forEach(element -> value(element, out));
                out.append(']');
            }
            case Map<?, ?> members -> {
                out.append('{');
                members.forEach((name, member) -> {
                    AttributesWriter.name(String.valueOf(name), out);
                    value(member, out);
                });
                out.append('}');
            }
            default -> throw new IllegalArgumentException("value: " + value.getClass() + " (expected: a JSON value)");
        }
    }
}
