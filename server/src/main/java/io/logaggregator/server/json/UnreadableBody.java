package io.logaggregator.server.json;

import io.logaggregator.core.common.NameText;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * The problem of a JSON body that cannot be read, without names of Java classes.
 *
 * @param field path of the invalid member, for example {@code matchers.host}; empty for the body itself
 */
public record UnreadableBody(HttpStatus status, Optional<String> field, String detail) {

    public static final String ID = "an id, for example 019ab0c1-0000-7000-8000-000000000001";

    public static final String NOT_STORABLE = "text without U+0000 and unpaired surrogates";
    public static final String NO_NAME = "text without control characters and bidirectional controls";

    /** Members whose value is not repeated. */
    private static final Set<String> SECRETS = Set.of("secret", "url", "key");

    /** The problem of a failure of the JSON parser. */
    public static UnreadableBody of(Throwable cause) {
        return switch (cause) {
            case MismatchedInputException mismatch -> of(mismatch);
            case StreamConstraintsException excess ->
                new UnreadableBody(
                        HttpStatus.CONTENT_TOO_LARGE, Optional.empty(), "The body: " + JacksonMessages.of(excess));
            default -> malformed("The body cannot be read" + whereAndWhy(cause));
        };
    }

    private static UnreadableBody of(MismatchedInputException mismatch) {
        if (mismatch.getPath().isEmpty()) {
            Class<?> target = mismatch.getTargetType();
            String expected = target != null && Collection.class.isAssignableFrom(target) ? "an array" : "an object";
            return malformed("The body is " + nameOf(mismatch.getCurrentToken()) + " (expected: " + expected + ")");
        }
        String field = pathOf(mismatch.getPath());
        return new UnreadableBody(HttpStatus.BAD_REQUEST, Optional.of(field), field + ": " + describe(mismatch));
    }

    private static UnreadableBody malformed(String detail) {
        return new UnreadableBody(HttpStatus.BAD_REQUEST, Optional.empty(), detail);
    }

    private static String pathOf(List<JacksonException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : references) {
            if (reference.getPropertyName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            }
        }
        return path.toString();
    }

    private static String describe(MismatchedInputException mismatch) {
        return switch (mismatch) {
            case UnrecognizedPropertyException unknown -> "no such member (expected: " + membersOf(unknown) + ")";
            case InvalidFormatException format
            when format.getTargetType() == String.class ->
                shown(format) + " (expected: " + format.getOriginalMessage() + ")";
            case InvalidFormatException format ->
                format.getValue() + " (expected: " + nameOf(mismatch.getTargetType()) + ")";
            default -> nameOf(mismatch.getCurrentToken()) + " (expected: " + nameOf(mismatch.getTargetType()) + ")";
        };
    }

    private static String shown(InvalidFormatException format) {
        String member = format.getPath().getLast().getPropertyName();
        return member != null && SECRETS.contains(member)
                ? "another text"
                : NameText.escaped(storable(String.valueOf(format.getValue())));
    }

    private static String storable(String text) {
        return text.codePoints()
                .map(codePoint ->
                        codePoint == 0 || Character.getType(codePoint) == Character.SURROGATE ? '\uFFFD' : codePoint)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String membersOf(UnrecognizedPropertyException unknown) {
        Collection<Object> known = Objects.requireNonNullElse(unknown.getKnownPropertyIds(), List.of());
        return known.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static String nameOf(@Nullable JsonToken token) {
        return switch (token) {
            case START_OBJECT, END_OBJECT, PROPERTY_NAME -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> "something else";
            case null -> "something else";
        };
    }

    /** The names of an enum as an error lists them: {@code LOW, MEDIUM or HIGH}. */
    public static String names(Class<?> type) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
        return names.size() == 1
                ? names.getFirst()
                : String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    }

    private static String nameOf(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (Number.class.isAssignableFrom(type) || type == int.class || type == long.class || type == double.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isEnum()) {
            return names(type);
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        if (type == UUID.class) {
            return ID;
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "text";
    }

    private static String whereAndWhy(Throwable cause) {
        if (!(cause instanceof JacksonException json)) {
            return ". It may be missing or incomplete.";
        }
        TokenStreamLocation location = json.getLocation();
        return (location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr())
                + ": " + JacksonMessages.of(json);
    }
}
