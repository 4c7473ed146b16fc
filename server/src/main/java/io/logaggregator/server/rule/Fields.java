package io.logaggregator.server.rule;

import io.logaggregator.core.common.Glob;
import io.logaggregator.core.common.InvalidDefinitionException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the fields of a rule are read with. Each failure names the field, its value and what is expected. */
final class Fields {

    /** In characters; enough for what anybody reads. */
    private static final int LONGEST_TEXT = 4_000;

    private Fields() {}

    static String text(String field, @Nullable String value, String standard) {
        if (value == null) {
            return standard;
        }
        if (value.length() > LONGEST_TEXT) {
            throw new InvalidDefinitionException(
                    field, value.length() + " characters", "at most " + LONGEST_TEXT + " characters");
        }
        if (value.codePoints().anyMatch(Fields::isNoCharacter)) {
            throw new InvalidDefinitionException(
                    field, "text with U+0000 or half a surrogate pair", "Unicode without them");
        }
        return value;
    }

    /** The store can hold neither. */
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

    /** One of an enum's values, whatever the case and with or without dashes, so that {@code log-count} is one too. */
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
