package io.logaggregator.core.common;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as text: {@code 30s}, {@code 5m}, {@code 1h}, {@code 7d}, or ISO 8601 as {@code PT5M}. */
public final class DurationText {

    /** The expectation in error messages. */
    public static final String EXPECTED = "a duration, for example 30s, 5m, 1h or PT5M";

    private static final Pattern WITH_UNIT = Pattern.compile("([+-]?\\d+)([a-zA-Z]{1,2})");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ns", ChronoUnit.NANOS,
            "us", ChronoUnit.MICROS,
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private DurationText() {}

    /**
     * Parses a duration, which may be negative.
     *
     * @throws IllegalArgumentException for other text, and for a number without a unit
     */
    public static Duration parse(String text) {
        try {
            Matcher simple = WITH_UNIT.matcher(text);
            if (!simple.matches()) {
                return Duration.parse(text);
            }
            ChronoUnit unit = UNITS.get(simple.group(2).toLowerCase(Locale.ROOT));
            if (unit != null) {
                return Duration.of(Long.parseLong(simple.group(1)), unit);
            }
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("duration: " + text + " (expected: " + EXPECTED + ")", e);
        }
        throw new IllegalArgumentException("duration: " + text + " (expected: " + EXPECTED + ")");
    }

    /** A duration in its largest whole unit up to hours; ISO 8601 if it has a fraction of a second. */
    public static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return duration.toString();
        }
        long seconds = millis / 1000;
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + "s";
        }
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
    }
}
