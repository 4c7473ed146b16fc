package io.logaggregator.notifiers.http;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object to be sent, with its members in order. Values are text, numbers, booleans, maps, lists of these, and other
 * objects. Not thread-safe.
 */
public final class JsonObject {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // writes doubles in the shortest form that parses to the same value
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final SequencedMap<String, Object> members = new LinkedHashMap<>();

    public JsonObject with(String name, Object value) {
        members.put(name, value);
        return this;
    }

    /** Adds the member if there is a value. */
    public JsonObject with(String name, Optional<?> value) {
        value.ifPresent(given -> members.put(name, given));
        return this;
    }

    /** Adds the member if the text is not empty. */
    public JsonObject withText(String name, String text) {
        return text.isEmpty() ? this : with(name, text);
    }

    /** UTF-8. */
    public byte[] bytes() {
        return bytes(this);
    }

    /** Encodes a value, for example a list of objects, as UTF-8. */
    public static byte[] bytes(Object value) {
        var out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            write(json, value);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, Object value) {
        switch (value) {
            case String text -> json.writeString(text);
            case Boolean flag -> json.writeBoolean(flag);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case JsonObject object -> write(json, object.members);
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, member) -> {
                    json.writeName(String.valueOf(name));
                    write(json, member);
                });
                json.writeEndObject();
            }
            case Iterable<?> list -> {
                json.writeStartArray();
                list.forEach(element -> write(json, element));
                json.writeEndArray();
            }
            default ->
                throw new IllegalArgumentException(
                        "value: " + value.getClass() + " (expected: text, a number, a boolean, an object or a list)");
        }
    }
}
