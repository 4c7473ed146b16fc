package io.logaggregator.wire.time;

import java.time.Instant;
import java.time.Month;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import org.jspecify.annotations.Nullable;

/**
 * The most frequent notation of a time, {@code 2026-11-29T15:42:51.123Z}, parsed without general rules for speed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3339#section-5.6">RFC 3339, section 5.6</a>
 */
final class Rfc3339 {

    private static final int FRACTION = "2026-11-29T15:42:51".length();
    private static final int MAX_FRACTION_DIGITS = 9;

    private Rfc3339() {}

    /** The time in UTC, with at most nine digits of a fraction; null for any other text. */
    static @Nullable Instant parse(String text) {
        int end = text.length() - 1;
        if (end < FRACTION
                || end > FRACTION + 1 + MAX_FRACTION_DIGITS
                || text.charAt(end) != 'Z'
                || !isPunctuated(text)) {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int nanos = end == FRACTION ? 0 : nanoseconds(text, end);
        if ((year | month | day | hour | minute | second | nanos) < 0
                || month < 1
                || month > 12
                || day < 1
                || day > Month.of(month).length(Year.isLeap(year))
                || hour > 23
                || minute > 59
                || second > 59) {
            return null;
        }
        return Instant.ofEpochSecond(
                IsoChronology.INSTANCE.epochSecond(year, month, day, hour, minute, second, ZoneOffset.UTC), nanos);
    }

    private static boolean isPunctuated(String text) {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    /** The fraction between a point and an end; negative if it is invalid. */
    private static int nanoseconds(String text, int end) {
        int first = FRACTION + 1;
        int nanos = text.charAt(FRACTION) == '.' && end > first ? number(text, first, end) : -1;
        for (int digits = end - first; digits < MAX_FRACTION_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    /** A number; negative if a character is not a digit. */
    private static int number(String text, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
