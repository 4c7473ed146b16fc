package io.logaggregator.wire.time;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one time from a text, in a single pass. Not thread-safe. */
final class TimeScanner {

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String DAYS = "montuewedthufrisatsun";
    private static final String LEVEL_LETTERS = "DIWEF"; // of klog
    private static final int MAX_OFFSET_HOURS = 18; // as ZoneOffset
    private static final int MAX_COMMENT_LENGTH = 64;

    /** Java writes it before AM and PM. */
    private static final char NARROW_SPACE = '\u202F';

    private final String text;
    private final int length;
    private final TimeContext context;
    private int position;
    private int year = CivilTime.UNKNOWN_YEAR;
    private int month;
    private int day;
    private int hour;
    private int minute;
    private int second;
    private int nanos;
    private @Nullable Integer offsetSeconds;

    TimeScanner(String text, int start, TimeContext context) {
        this.text = text;
        this.length = text.length();
        this.position = start;
        this.context = context;
    }

    Optional<TimeMatch> scan() {
        char first = at(position);
        boolean read = isDigit(first) ? startsWithNumber() : isLetter(first) && startsWithWord();
        if (!read || isWordPart(at(position))) {
            return Optional.empty();
        }
        Instant instant = new CivilTime(year, month, day, hour, minute, second, nanos, offsetSeconds).instant(context);
        return instant == null
                ? Optional.empty()
                : Optional.of(new TimeMatch(instant, position, offsetSeconds != null));
    }

    private boolean startsWithNumber() {
        return switch (digits(position)) {
            case 1, 2 -> dayFirst() && time() && zone();
            case 4 -> yearFirst() && (space('T', 't') || twoBrackets()) && time() && zone();
            case 6 -> shortDate() && space() && time() && zone();
            case 8 -> compactDate() && space('T', '-') && (compactTime() || time()) && zone();
            case 14 -> compactDate() && compactTime() && zone();
            case 17 -> compactDate() && compactTime() && milliseconds();
            default -> false;
        };
    }

    private boolean startsWithWord() {
        if (LEVEL_LETTERS.indexOf(at(position)) >= 0 && isDigit(at(position + 1))) {
            return klog();
        }
        if (named(DAYS) > 0) {
            boolean named = endOfName();
            boolean comma = skip(',');
            boolean separated = space() || comma;
            return named && separated && (isDigit(at(position)) ? rfc1123() : monthFirst(true));
        }
        return monthFirst(false);
    }

    /** {@code 2026-11-29}, {@code 2026/11/29}, {@code 2026.11.29}. */
    private boolean yearFirst() {
        char separator = at(position + 4);
        if ((separator != '-' && separator != '/' && separator != '.')
                || at(position + 7) != separator
                || isDigit(at(position + 10))) {
            return false;
        }
        year = number(position, 4);
        month = number(position + 5, 2);
        day = number(position + 8, 2);
        position += 10;
        return (month | day) >= 0;
    }

    /**
     * {@code 29/Nov/2026:}, {@code 29-Nov-2026 }, {@code 29 Nov 2026 }, {@code 29 Nov }, {@code 29.11.2026, }, {@code 11-29 }, and {@code
     * 11/29/2026 } where it cannot be another day.
     */
    private boolean dayFirst() {
        day();
        char separator = at(position);
        if (separator != '/' && separator != '-' && separator != ' ' && separator != '.') {
            return false;
        }
        position++;
        if (isDigit(at(position)) && separator != ' ') {
            return separator == '-' ? monthAndDay() : numericDate(separator);
        }
        if (!monthName() || !skip(separator)) {
            return false;
        }
        if (separator == ' ' && digits(position) <= 2) { // without a year
            return true;
        }
        return year() && ((separator == '/' && skip(':')) || space() || twoColons());
    }

    /** The separator of Erlang. */
    private boolean twoColons() {
        boolean first = skip(':');
        return first && skip(':');
    }

    /** Between date and time in brackets of their own, as Rust's fern writes them. */
    private boolean twoBrackets() {
        boolean first = skip(']');
        return first && skip('[');
    }

    /** {@code 11-29 } of Android and {@code 11-29|} of Ethereum, without a year. */
    private boolean monthAndDay() {
        month = day;
        boolean twoDigits = digits(position) == 2;
        day = number(position, 2);
        position += 2;
        return twoDigits && (space() || skip('|'));
    }

    private boolean numericDate(char separator) {
        int digits = digits(position);
        month = digits > 2 ? -1 : number(position, digits);
        position += digits;
        if (month < 1 || !skip(separator) || !year()) {
            return false;
        }
        skip(','); // JavaScript
        if (!space()) {
            return false;
        }
        if (separator == '/' && (month > 12 || day > 12)) {
            int first = day;
            day = month > 12 ? month : day;
            month = month > 12 ? first : month;
            return true;
        }
        return separator == '.' || swapIfAmerican();
    }

    /** Only America writes the half of the day beside such a date. */
    private boolean swapIfAmerican() {
        int first = day;
        day = month;
        month = first;
        int end = position;
        while (isDigit(at(end)) || at(end) == ':') {
            end++;
        }
        char half = lower(at(end) == ' ' || at(end) == NARROW_SPACE ? end + 1 : end);
        return half == 'a' || half == 'p';
    }

    /** {@code 29 Nov 2026 15:42:51 GMT}, after the day of the week. */
    private boolean rfc1123() {
        return digits(position) <= 2 && dayFirst() && time() && zone();
    }

    private boolean klog() {
        position++;
        int digits = digits(position);
        if (digits == 8) {
            return compactDate() && skip(' ') && time();
        }
        if (digits == 6) { // CockroachDB
            return shortDate() && skip(' ') && time();
        }
        if (digits != 4) {
            return false;
        }
        month = number(position, 2);
        day = number(position + 2, 2);
        position += 4;
        return skip(' ') && time();
    }

    /** {@code Nov 29 15:42:51}, {@code Nov 29 2026 15:42:51}, {@code Nov 29, 2026 3:42:51 PM}, {@code Nov 29 15:42:51 2026}. */
    private boolean monthFirst(boolean afterDayOfWeek) {
        if (!monthName() || !skip(' ')) {
            return false;
        }
        space();
        int digits = digits(position);
        if (digits == 0 || digits > 2) {
            return false;
        }
        day();
        boolean comma = skip(',');
        if (!skip(' ')) {
            return false;
        }
        if (digits(position) == 4) {
            skipYear();
            return space() && time() && zone();
        }
        return !comma && time() && (trailingYear(afterDayOfWeek) || zone());
    }

    /** The year behind the time, possibly behind its zone; true if there was one. */
    private boolean trailingYear(boolean afterDayOfWeek) {
        int start = position;
        if (skip(' ') && isYear(afterDayOfWeek)) {
            return year();
        }
        position = start;
        if (afterDayOfWeek && zone() && position > start && skip(' ') && isYear(true)) {
            return year();
        }
        offsetSeconds = null;
        position = start;
        return false;
    }

    /** Without a day of the week before it, four digits may also be another number. */
    private boolean isYear(boolean afterDayOfWeek) {
        if (digits(position) != 4 || isWordPart(at(position + 4)) || at(position + 4) == '-') {
            return false;
        }
        int now = ZonedDateTime.ofInstant(context.receivedAt(), ZoneOffset.UTC).getYear();
        return afterDayOfWeek || Math.abs(number(position, 4) - now) <= 1;
    }

    private void day() {
        int digits = Math.min(2, digits(position));
        day = number(position, digits);
        position += digits;
    }

    private boolean year() {
        if (digits(position) != 4) {
            return false;
        }
        year = number(position, 4);
        position += 4;
        return true;
    }

    private void skipYear() {
        year();
        skip(',');
    }

    private boolean monthName() {
        month = named(MONTHS);
        return month > 0 && endOfName();
    }

    /** The number of a name by its first three letters, from 1; 0 if there is none. */
    private int named(String names) {
        for (int i = 0; i < names.length(); i += 3) {
            if (lower(position) == names.charAt(i)
                    && lower(position + 1) == names.charAt(i + 1)
                    && lower(position + 2) == names.charAt(i + 2)) {
                return i / 3 + 1;
            }
        }
        return 0;
    }

    /** Skips a name, three letters or in full. */
    private boolean endOfName() {
        int start = position;
        while (position - start < 10 && isLetter(at(position))) {
            position++;
        }
        return !isLetter(at(position));
    }

    private boolean compactDate() {
        year = number(position, 4);
        month = number(position + 4, 2);
        day = number(position + 6, 2);
        position += 8;
        return true;
    }

    /** {@code 261129}, of this century. */
    private boolean shortDate() {
        year = 2000 + number(position, 2);
        month = number(position + 2, 2);
        day = number(position + 4, 2);
        position += 6;
        return true;
    }

    private boolean compactTime() {
        int digits = digits(position);
        if (digits != 6 && digits != 9) {
            return false;
        }
        hour = number(position, 2);
        minute = number(position + 2, 2);
        second = number(position + 4, 2);
        position += 6;
        return digits == 9 || fraction();
    }

    private boolean milliseconds() {
        nanos = number(position, 3) * 1_000_000;
        position += 3;
        return true;
    }

    /** {@code 15:42:51.123}, {@code 3:42:51 PM}, {@code 15:42}. */
    private boolean time() {
        int digits = digits(position);
        if (digits == 0 || digits > 2 || at(position + digits) != ':') {
            return false;
        }
        hour = number(position, digits);
        position += digits + 1;
        minute = number(position, 2);
        position += 2;
        if (minute < 0 || isDigit(at(position))) {
            return false;
        }
        if (at(position) == ':') {
            second = number(position + 1, 2);
            position += 3;
            if (second < 0 || isDigit(at(position)) || !fraction()) {
                return false;
            }
        }
        return halfOfDay();
    }

    /** Digits after the ninth are cut off. Groups of three may be separated. */
    private boolean fraction() {
        boolean colon = at(position) == ':' && digits(position + 1) == 3; // WebSphere
        if ((at(position) != '.' && at(position) != ',' && !colon) || !isDigit(at(position + 1))) {
            return true;
        }
        position++;
        int digits = 0;
        for (; isDigit(at(position)); position++) {
            nanos = digits < 9 ? nanos * 10 + at(position) - '0' : nanos;
            digits++;
            boolean grouped = digits % 3 == 0 && digits < 9 && at(position + 1) == '.' && digits(position + 2) == 3;
            position += grouped ? 1 : 0;
        }
        for (; digits < 9; digits++) {
            nanos *= 10;
        }
        return true;
    }

    private boolean halfOfDay() {
        int start = at(position) == ' ' || at(position) == NARROW_SPACE ? position + 1 : position;
        char half = lower(start);
        if ((half != 'a' && half != 'p') || lower(start + 1) != 'm' || isWordPart(at(start + 2))) {
            return true;
        }
        position = start + 2;
        boolean valid = hour >= 1 && hour <= 12;
        hour = hour % 12 + (half == 'p' ? 12 : 0);
        return valid;
    }

    /** Skips the zone, if there is one. */
    private boolean zone() {
        int start = at(position) == ' ' ? position + 1 : position;
        int end = offset(start);
        if (end < 0) {
            end = zoneName(start);
        }
        if (end >= 0) {
            position = end;
            zoneComment();
        }
        return true;
    }

    /** The end of {@code Z} or of a numeric offset; negative if there is none. */
    private int offset(int start) {
        char sign = at(start);
        if (sign == 'Z' || sign == 'z') {
            offsetSeconds = isWordPart(at(start + 1)) ? offsetSeconds : Integer.valueOf(0);
            return isWordPart(at(start + 1)) ? -1 : start + 1;
        }
        int digits = sign == '+' || sign == '-' ? digits(start + 1) : 0;
        if (digits != 2 && digits != 4) {
            return -1;
        }
        int hours = number(start + 1, 2);
        int end = start + 1 + digits;
        int minutes = digits == 4 ? number(start + 3, 2) : 0;
        if (digits == 2 && at(end) == ':') {
            minutes = digits(end + 1) == 2 ? number(end + 1, 2) : -1;
            end += 3;
        }
        if (minutes < 0 || minutes > 59 || hours > MAX_OFFSET_HOURS || isWordPart(at(end))) {
            return -1;
        }
        int seconds = hours * 3600 + minutes * 60;
        offsetSeconds = sign == '-' ? -seconds : seconds;
        return end;
    }

    /** The end of the name of a zone such as {@code UTC}, {@code CET} or {@code GMT+0100}; negative if there is none. */
    private int zoneName(int start) {
        int end = start;
        while (end - start <= ZoneNames.MAX_LENGTH && at(end) >= 'A' && at(end) <= 'Z') {
            end++;
        }
        Integer named = end - start < 2 || isWordPart(at(end)) ? null : ZoneNames.offset(text.substring(start, end));
        if (named == null) {
            return -1;
        }
        int numeric = named == 0 ? offset(end) : -1;
        if (numeric >= 0) {
            return numeric;
        }
        offsetSeconds = named == ZoneNames.UNKNOWN ? null : named;
        return end;
    }

    /** Skips what repeats the zone: its name or region, the description of JavaScript, the monotonic clock of Go. */
    private void zoneComment() {
        Integer numeric = offsetSeconds;
        if (at(position) == ' ') {
            int name = zoneName(position + 1);
            position = name < 0 ? position : name;
            offsetSeconds = numeric;
        }
        if (at(position) == '[' && isLetter(at(position + 1))) {
            skipComment(position, ']');
        } else if (at(position) == ' ' && at(position + 1) == '(' && isLetter(at(position + 2))) {
            skipComment(position + 1, ')');
        }
        if (text.startsWith(" m=", position) && (at(position + 3) == '+' || at(position + 3) == '-')) {
            int end = position + 4;
            while (isDigit(at(end)) || at(end) == '.') {
                end++;
            }
            position = end;
        }
    }

    private void skipComment(int start, char closing) {
        for (int end = start + 1; end - start < MAX_COMMENT_LENGTH && end < length; end++) {
            char character = at(end);
            if (character == closing) {
                position = end + 1;
                return;
            }
            if (!isWordPart(character) && " /_+-:".indexOf(character) < 0) {
                return;
            }
        }
    }

    private char at(int index) {
        return index < length ? text.charAt(index) : '\0';
    }

    private char lower(int index) {
        return (char) (at(index) | 0x20);
    }

    /** Number of digits from an index on, up to 20. */
    private int digits(int start) {
        int end = start;
        while (end - start < 20 && isDigit(at(end))) {
            end++;
        }
        return end - start;
    }

    /** A number of {@code digits} digits; negative if a character is not a digit. */
    private int number(int start, int digits) {
        int number = 0;
        for (int i = start; i < start + digits; i++) {
            int digit = at(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private boolean skip(char character) {
        boolean found = at(position) == character;
        position += found ? 1 : 0;
        return found;
    }

    private boolean space() {
        return skip(' ');
    }

    private boolean space(char either, char or) {
        return skip(' ') || skip(either) || skip(or);
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isLetter(char character) {
        return (character | 0x20) >= 'a' && (character | 0x20) <= 'z';
    }

    private static boolean isWordPart(char character) {
        return isDigit(character) || isLetter(character);
    }
}
