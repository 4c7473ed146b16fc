package io.logaggregator.server.rule;

import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;

/** Durations as text: {@code 30s}, {@code 5m}, {@code 1h}, {@code 7d}, or ISO 8601 as {@code PT5M}. */
public final class DurationText {

    /** The expectation in error messages. */
    public static final String EXPECTED = "a duration, for example 30s, 5m, 1h or PT5M";

    private DurationText() {}

    /**
     * Parses a duration, which may be negative.
     *
     * @throws IllegalArgumentException for other text, and for a number without a unit
     */
    public static Duration parse(String text) {
        if (text.isEmpty() || Character.isDigit(text.charAt(text.length() - 1))) {
            throw new IllegalArgumentException("duration: " + text + " (expected: a number and its unit)");
        }
        try {
            return DurationStyle.detectAndParse(text);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("duration: " + text + " (expected: a shorter duration)", e);
        }
    }
}
