package io.logaggregator.wire.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.Month;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Parses times: RFC 3339 and its common variations, epoch numbers, and further formats of {@link java.time}. A time
 * without a zone is in UTC. RFC 3339 is parsed without {@link java.time}, since this runs for every event.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3339#section-5.6">RFC 3339, section 5.6</a>
 */
public final class Timestamps {

    /** Epoch numbers from these on are ms, µs and ns. In seconds they would be after the year 5138. */
    private static final double FIRST_MILLISECONDS = 1e11;

    private static final double FIRST_MICROSECONDS = 1e14;
    private static final double FIRST_NANOSECONDS = 1e17;

    private Timestamps() {}

    /** Empty if the text is not a time. */
    public static Optional<Instant> parse(String text) {
        Instant instant = rfc3339(text);
        return instant != null ? Optional.of(instant) : parseSlowly(text.strip());
    }

    private static Optional<Instant> parseSlowly(String text) {
        Instant instant = rfc3339(text);
        if (instant != null) {
            return Optional.of(instant);
        }
        Optional<Instant> epoch = ofEpoch(text);
        if (epoch.isPresent()) {
            return epoch;
        }
        Optional<Instant> zoned = parse(text, DateTimeFormatter.ISO_ZONED_DATE_TIME);
        return zoned.isPresent() ? zoned : parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    private static Optional<Instant> parse(String text, DateTimeFormatter formatter) {
        try {
            return Optional.of(ZonedDateTime.parse(text, formatter).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The instant of an epoch number in seconds, ms, µs or ns, distinguished by magnitude. */
    static Optional<Instant> ofEpoch(String number) {
        OptionalDouble parsed = Scalars.number(number);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        double value = parsed.getAsDouble();
        double size = Math.abs(value);
        if (size < FIRST_MILLISECONDS) {
            // A double represents current seconds to about a quarter of a microsecond.
            return Optional.of(ofMicroseconds(Math.round(value * 1e6)));
        }
        if (size < FIRST_MICROSECONDS) {
            return Optional.of(ofMicroseconds(Math.round(value * 1e3)));
        }
        if (size < FIRST_NANOSECONDS) {
            return Optional.of(ofMicroseconds(Math.round(value)));
        }
        return ofNanoseconds(number);
    }

    private static Instant ofMicroseconds(long microseconds) {
        return Instant.ofEpochSecond(
                Math.floorDiv(microseconds, 1_000_000L), Math.floorMod(microseconds, 1_000_000L) * 1000L);
    }

    private static Optional<Instant> ofNanoseconds(String number) {
        try {
            return Optional.of(Instant.ofEpochSecond(0, Long.parseLong(number)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Instant rfc3339(String text) {
        if (text.length() < 19 || !isPunctuated(text)) {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 2);
        int day = number(text, 8, 2);
        int hour = number(text, 11, 2);
        int minute = number(text, 14, 2);
        int second = number(text, 17, 2);
        if ((year | month | day | hour | minute | second) < 0
                || month < 1
                || month > 12
                || day < 1
                || day > Month.of(month).length(Year.isLeap(year))
                || hour > 23
                || minute > 59
                || second > 60) { // 60 is a leap second
            return null;
        }
        int end = endOfFraction(text);
        int offset = end < 0 ? Integer.MIN_VALUE : offsetSeconds(text, end);
        if (offset == Integer.MIN_VALUE) {
            return null;
        }
        // The seconds are added here, since a leap second is not valid there.
        long minutes = IsoChronology.INSTANCE.epochSecond(year, month, day, hour, minute, 0, ZoneOffset.UTC);
        return Instant.ofEpochSecond(minutes + second - offset, nanoseconds(text, end));
    }

    private static boolean isPunctuated(String text) {
        char separator = text.charAt(10);
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && (separator == 'T' || separator == 't' || separator == ' ')
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    /** A number of {@code digits} digits; negative if a character is not a digit. */
    private static int number(String text, int start, int digits) {
        if (start + digits > text.length()) {
            return -1;
        }
        int number = 0;
        for (int i = start; i < start + digits; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** The end of the fraction of a second; negative if there is a point without digits. */
    private static int endOfFraction(String text) {
        if (text.length() == 19 || (text.charAt(19) != '.' && text.charAt(19) != ',')) {
            return 19;
        }
        int end = 20;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end == 20 ? -1 : end;
    }

    /** The fraction up to {@code end}; digits after the ninth are cut off. */
    private static int nanoseconds(String text, int end) {
        int nanoseconds = 0;
        for (int i = 20; i < 29; i++) {
            nanoseconds = nanoseconds * 10 + (i < end ? text.charAt(i) - '0' : 0);
        }
        return nanoseconds;
    }

    /** The zone offset from {@code start} to the end of the text; MIN_VALUE if it is invalid. */
    private static int offsetSeconds(String text, int start) {
        int length = text.length() - start;
        if (length == 0) {
            return 0;
        }
        char sign = text.charAt(start);
        if (length == 1 && (sign == 'Z' || sign == 'z')) {
            return 0;
        }
        boolean colon = length == 6 && text.charAt(start + 3) == ':';
        if ((sign != '+' && sign != '-') || !(colon || length == 5 || length == 3)) {
            return Integer.MIN_VALUE;
        }
        int hours = number(text, start + 1, 2);
        int minutes = length == 3 ? 0 : number(text, colon ? start + 4 : start + 3, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = hours * 3600 + minutes * 60;
        return sign == '-' ? -seconds : seconds;
    }
}
