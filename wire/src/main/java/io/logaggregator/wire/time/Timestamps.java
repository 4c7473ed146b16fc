package io.logaggregator.wire.time;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Parses times as loggers write them: RFC 3339 and ISO 8601, the common log format, RFC 1123, RFC 3164, {@code ctime}, klog,
 * the default notations of Go, Java and JavaScript, and epoch numbers. Parsed by hand, since this runs for every event.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3339#section-5.6">RFC 3339, section 5.6</a>
 */
public final class Timestamps {

    private static final int MAX_NUMBER_LENGTH = 64;
    private static final int MAX_EXPONENT = 20;
    private static final String DATE_START = "/Date(";

    /** Smaller numbers are no times but durations, versions and the like. */
    private static final Instant MIN_NUMBER = Instant.parse("2000-01-01T00:00:00Z");

    /** A later number is no time. The clock of a sender may be fast; enrichment has a narrower limit. */
    private static final Duration MAX_LEAD = Duration.ofDays(1);

    /** Epoch numbers from these on are ms, µs and ns. In seconds they would be after the year 5138. */
    private static final long FIRST_MILLISECONDS = 100_000_000_000L;

    private static final long FIRST_MICROSECONDS = 100_000_000_000_000L;
    private static final long FIRST_NANOSECONDS = 100_000_000_000_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Timestamps() {}

    /** The time that is all of a text, apart from white space around it. */
    public static Optional<Instant> parse(String text, TimeContext context) {
        Instant usual = Rfc3339.parse(text);
        if (usual != null) {
            return Optional.of(usual);
        }
        String time = text.strip();
        Optional<TimeMatch> match = at(time, 0, context);
        if (match.isPresent()) {
            return match.filter(found -> found.end() == time.length()).map(TimeMatch::instant);
        }
        if (time.startsWith(DATE_START) && time.endsWith(")/")) { // JSON of .NET
            String number = time.substring(DATE_START.length(), time.length() - 2);
            int zone = Math.max(number.indexOf('+'), number.indexOf('-', 1)); // of the writer; the number is in UTC
            return ofEpoch(zone < 0 ? number : number.substring(0, zone), context);
        }
        return ofEpoch(time, context);
    }

    /** The time that starts at an index of a text, by itself: not part of a longer word. Numbers are no times here. */
    public static Optional<TimeMatch> at(String text, int start, TimeContext context) {
        return start >= text.length() ? Optional.empty() : new TimeScanner(text, start, context).scan();
    }

    /**
     * The instant of an epoch number in seconds, ms, µs or ns, distinguished by magnitude; 14 digits are date and time. Empty
     * for a number that is not a plausible time.
     */
    public static Optional<Instant> ofEpoch(String number, TimeContext context) {
        int length = number.length();
        if (length == 0 || length > MAX_NUMBER_LENGTH || number.charAt(0) < '0' || number.charAt(0) > '9') {
            return Optional.empty();
        }
        long integer = 0;
        int i = 0;
        for (; i < length && isDigit(number.charAt(i)); i++) {
            if (i == 19) {
                return Optional.empty();
            }
            integer = integer * 10 + number.charAt(i) - '0';
        }
        if (i == length && (length == 14 || length == 17)) {
            return at(number, 0, context).map(TimeMatch::instant);
        }
        long fraction = 0;
        if (i < length && number.charAt(i) == '.') {
            int first = ++i;
            for (; i < length && isDigit(number.charAt(i)); i++) {
                fraction = i - first < 9 ? fraction * 10 + number.charAt(i) - '0' : fraction;
            }
            for (int digits = i - first; digits < 9; digits++) {
                fraction *= 10;
            }
        }
        return i == length ? plausible(instant(integer, fraction), context) : ofExponent(number, context);
    }

    private static Optional<Instant> ofExponent(String number, TimeContext context) {
        try {
            BigDecimal decimal = new BigDecimal(number);
            if (Math.abs(decimal.scale()) > MAX_EXPONENT || decimal.precision() > MAX_EXPONENT) {
                return Optional.empty();
            }
            long integer = decimal.longValue();
            long fraction = decimal.subtract(BigDecimal.valueOf(integer))
                    .movePointRight(9)
                    .longValue();
            return plausible(instant(integer, fraction), context);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** @param fraction of the integer, in units of 10^-9 */
    private static Instant instant(long integer, long fraction) {
        if (integer < FIRST_MILLISECONDS) {
            return Instant.ofEpochSecond(integer, fraction);
        }
        if (integer < FIRST_MICROSECONDS) {
            return Instant.ofEpochSecond(integer / 1_000, integer % 1_000 * 1_000_000 + fraction / 1_000);
        }
        if (integer < FIRST_NANOSECONDS) {
            return Instant.ofEpochSecond(integer / 1_000_000, integer % 1_000_000 * 1_000 + fraction / 1_000_000);
        }
        return Instant.ofEpochSecond(integer / NANOS_PER_SECOND, integer % NANOS_PER_SECOND);
    }

    private static Optional<Instant> plausible(Instant instant, TimeContext context) {
        return instant.isBefore(MIN_NUMBER)
                        || instant.isAfter(context.receivedAt().plus(MAX_LEAD))
                ? Optional.empty()
                : Optional.of(instant);
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
