package io.logaggregator.core.alerting.rule;

import io.logaggregator.core.common.DurationText;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.common.InvalidDefinitionException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parses the fields of a rule. Each error states the field, its value and the expectation. */
public final class FieldParser {

    /** In characters. */
    private static final int MAX_TEXT = 4_000;

    private FieldParser() {}

    public static String text(String field, @Nullable String value, String standard) {
        if (value == null) {
            return standard;
        }
        if (value.length() > MAX_TEXT) {
            throw new InvalidDefinitionException(
                    field, value.length() + " characters", "at most " + MAX_TEXT + " characters");
        }
        if (value.codePoints().anyMatch(FieldParser::isNoCharacter)) {
            throw new InvalidDefinitionException(
                    field, "text with U+0000 or half a surrogate pair", "Unicode without them");
        }
        return value;
    }

    /** PostgreSQL can store neither. */
    private static boolean isNoCharacter(int codePoint) {
        return codePoint == 0 || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }

    public static boolean flag(String field, @Nullable String value, boolean standard) {
        String text = text(field, value, String.valueOf(standard));
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidDefinitionException(field, text, "true or false");
        };
    }

    public static double number(String field, @Nullable String value) {
        String text = text(field, value, "nothing");
        try {
            return new BigDecimal(text).doubleValue();
        } catch (NumberFormatException e) {
            throw invalid(field, text, "a number", e);
        }
    }

    public static int count(String field, @Nullable String value) {
        String text = text(field, value, "nothing");
        try {
            return new BigDecimal(text).intValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw invalid(field, text, "a whole number", e);
        }
    }

    public static Duration duration(String field, @Nullable String value, Duration standard) {
        return value == null ? standard : duration(field, value);
    }

    public static Duration duration(String field, @Nullable String value) {
        String text = text(field, value, "nothing");
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid(field, text, DurationText.EXPECTED, e);
        }
    }

    public static Glob glob(String field, @Nullable String value) {
        String text = text(field, value, Glob.ANY.pattern());
        if (text.isEmpty()) {
            throw new InvalidDefinitionException(field, "nothing", "text, * or ?; without the field all are meant");
        }
        if (text.length() > Glob.MAX_LENGTH) {
            throw new InvalidDefinitionException(
                    field, text.length() + " characters", "at most " + Glob.MAX_LENGTH + " characters");
        }
        return new Glob(text);
    }

    /** Finds a choice by its name, case-insensitive, with or without dashes. */
    public static <T> T choice(
            String field, @Nullable String value, List<? extends T> choices, Function<? super T, String> name) {
        String text = text(field, value, "nothing");
        for (T choice : choices) {
            if (letters(name.apply(choice)).equals(letters(text))) {
                return choice;
            }
        }
        List<String> names = choices.stream().map(name).toList();
        int last = names.size() - 1;
        throw new InvalidDefinitionException(
                field, text, String.join(", ", names.subList(0, last)) + " or " + names.get(last));
    }

    private static String letters(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    private static InvalidDefinitionException invalid(String field, String value, String expected, Exception cause) {
        InvalidDefinitionException invalid = new InvalidDefinitionException(field, value, expected);
        invalid.initCause(cause);
        return invalid;
    }
}
