package io.logaggregator.server.rule;

import io.logaggregator.core.common.Glob;
import io.logaggregator.core.common.InvalidDefinitionException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parses the fields of a rule. Each error states the field, its value and the expectation. */
final class Fields {

    /** In characters. */
    private static final int MAX_TEXT = 4_000;

    private Fields() {}

    static String text(String field, @Nullable String value, String standard) {
        if (value == null) {
            return standard;
        }
        if (value.length() > MAX_TEXT) {
            throw new InvalidDefinitionException(
                    field, value.length() + " characters", "at most " + MAX_TEXT + " characters");
        }
        if (value.codePoints().anyMatch(Fields::isNoCharacter)) {
            throw new InvalidDefinitionException(
                    field, "text with U+0000 or half a surrogate pair", "Unicode without them");
        }
        return value;
    }

    /** PostgreSQL can store neither. */
    private static boolean isNoCharacter(int codePoint) {
        return codePoint == 0 || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }

    static boolean flag(String field, @Nullable String value, boolean standard) {
        String text = text(field, value, String.valueOf(standard));
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidDefinitionException(field, text, "true or false");
        };
    }

    static double number(String field, @Nullable String value) {
        String text = text(field, value, "nothing");
        try {
            return new BigDecimal(text).doubleValue();
        } catch (NumberFormatException e) {
            throw invalid(field, text, "a number", e);
        }
    }

    static Duration duration(String field, @Nullable String value, Duration standard) {
        return value == null ? standard : duration(field, value);
    }

    static Duration duration(String field, @Nullable String value) {
        String text = text(field, value, "nothing");
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid(field, text, DurationText.EXPECTED, e);
        }
    }

    static Glob glob(String field, @Nullable String value) {
        String text = text(field, value, Glob.ANY.pattern());
        if (text.isEmpty()) {
            throw new InvalidDefinitionException(field, "nothing", "text, * or ?; without the field all are meant");
        }
        return new Glob(text);
    }

    /** A constant of an enum by its name, case-insensitive, with or without dashes. */
    static <E extends Enum<E>> E choice(String field, @Nullable String value, E standard, String expected) {
        return value == null ? standard : choice(field, value, standard.getDeclaringClass(), expected);
    }

    static <E extends Enum<E>> E choice(String field, @Nullable String value, Class<E> type, String expected) {
        String text = text(field, value, "nothing");
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> letters(constant.name()).equals(letters(text)))
                .findFirst()
                .orElseThrow(() -> new InvalidDefinitionException(field, text, expected));
    }

    private static String letters(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    static InvalidDefinitionException invalid(String field, String value, String expected, Exception cause) {
        InvalidDefinitionException invalid = new InvalidDefinitionException(field, value, expected);
        invalid.initCause(cause);
        return invalid;
    }
}
