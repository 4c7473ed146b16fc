package io.logaggregator.server.api;

import io.logaggregator.core.common.Glob;
import io.logaggregator.server.http.InvalidRequestException;
import io.logaggregator.server.parameter.Choices;
import io.logaggregator.server.parameter.Ids;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the members of a request's body are read with. Each failure names the member, its value and what is expected. */
final class BodyFields {

    private BodyFields() {}

    /** @param longest in characters */
    static String text(String field, @Nullable String value, int longest, String standard) {
        if (value == null) {
            return standard;
        }
        int length = value.codePointCount(0, value.length());
        if (length > longest) {
            throw invalid(field, length + " characters", "at most " + longest + " characters");
        }
        if (value.codePoints().anyMatch(BodyFields::isNoCharacter)) {
            throw invalid(field, "U+0000 or half a surrogate pair in it", "text without them");
        }
        return value;
    }

    /** No store can hold them. */
    private static boolean isNoCharacter(int codePoint) {
        return codePoint == 0 || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }

    /** One of these, whatever the case. */
    static <E extends Enum<E>> E choice(String field, @Nullable String value, List<E> choices) {
        String text = value == null ? "nothing" : value;
        return Choices.find(text, choices).orElseThrow(() -> invalid(field, text, Choices.expected(choices)));
    }

    static Glob glob(String field, @Nullable String value, int longest) {
        String text = text(field, value, longest, Glob.ANY.pattern());
        if (text.isEmpty()) {
            throw invalid(field, "nothing", "text, * or ?; without it all are meant");
        }
        return new Glob(text);
    }

    /** From one to {@code most} ids; what stands there twice is one. */
    static List<UUID> ids(String field, @Nullable List<@Nullable String> values, int most) {
        List<@Nullable String> given = values == null ? List.of() : values;
        if (given.isEmpty() || given.size() > most) {
            throw invalid(field, given.isEmpty() ? "none" : given.size(), "1 to " + most + " ids");
        }
        return given.stream().map(value -> id(field, value)).distinct().toList();
    }

    private static UUID id(String field, @Nullable String value) {
        String text = value == null ? "null" : value;
        return Ids.find(text).orElseThrow(() -> invalid(field, text, Ids.EXPECTED));
    }

    static InvalidRequestException invalid(String field, Object value, String expected) {
        return new InvalidRequestException(
                field + ": " + value + " (expected: " + expected + ")", Map.of("field", field));
    }
}
