package io.logaggregator.core.alerting.silence;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.common.NameText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Times that recur, as in Alertmanager: those of the wall clock of a location, daylight-saving changes included. Each part
 * that has ranges must match; a part without ranges always matches.
 *
 * @param ranges by part, as text
 * @param location for example {@code Europe/Berlin}
 */
public record RecurringTime(Map<Part, List<Range>> ranges, ZoneId location) {

    /** Maximum number of ranges of a part. */
    public static final int MAX_RANGES = 50;

    private static final int MAX_LENGTH = 64;
    private static final int MINUTES_OF_HOUR = 60;
    private static final int MINUTES_OF_DAY = 24 * MINUTES_OF_HOUR;
    private static final int MAX_DAY = 31;
    private static final int MAX_YEAR = 9999;
    private static final String LOCATION = "location";
    private static final List<String> WEEKDAY_NAMES =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
    private static final List<String> MONTH_NAMES = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");

    /** A part of a date and time. */
    public enum Part {
        TIMES("times", "-", "a range such as 09:00-17:00"),
        WEEKDAYS("weekdays", ":", "a weekday, or a range such as monday:friday"),
        /** Negative days count from the end of the month. */
        DAYS_OF_MONTH("daysOfMonth", ":", "a day of 1 to 31 or -31 to -1, or a range such as 1:7 or -3:-1"),
        MONTHS("months", ":", "a month such as may or 5, or a range such as may:july"),
        YEARS("years", ":", "a year, or a range such as 2026:2028");

        private final String member;
        private final String separator;
        private final String expected;

        Part(String member, String separator, String expected) {
            this.member = member;
            this.separator = separator;
            this.expected = expected;
        }
    }

    /**
     * A range of a part, for example {@code monday:friday}.
     *
     * @param begin minutes, the number of the day (Sunday is 0) or of the month, or a year
     * @param end as {@code begin}, and included, except minutes
     */
    public record Range(String text, int begin, int end) {

        /**
         * Reads a range.
         *
         * @throws InvalidDefinitionException for text that is not a range of the part
         */
        static Range of(Part part, String text) {
            require(
                    text.length() <= MAX_LENGTH && NameText.isValid(text),
                    part.member,
                    text.length() <= MAX_LENGTH ? NameText.escaped(text) : text.length() + " characters",
                    part.expected);
            String[] bounds = text.split(part.separator, -1);
            require(bounds.length == 2 || (bounds.length == 1 && part != Part.TIMES), part.member, text, part.expected);
            try {
                int begin = number(part, bounds[0].strip());
                int end = number(part, bounds[bounds.length - 1].strip());
                require(isOrdered(part, begin, end), part.member, text, part.expected);
                String first = bounds[0].strip();
                return new Range(bounds.length == 1 ? first : first + part.separator + bounds[1].strip(), begin, end);
            } catch (NumberFormatException e) {
                throw new InvalidDefinitionException(part.member, text, part.expected);
            }
        }

        private static boolean isOrdered(Part part, int begin, int end) {
            return switch (part) {
                case TIMES -> begin < end;
                case DAYS_OF_MONTH -> (begin > 0 || end < 0) && fromStart(begin, MAX_DAY) <= fromStart(end, MAX_DAY);
                case WEEKDAYS, MONTHS, YEARS -> begin <= end;
            };
        }

        private static int number(Part part, String text) {
            return switch (part) {
                case TIMES -> minutes(text);
                case WEEKDAYS -> index(WEEKDAY_NAMES, text);
                case DAYS_OF_MONTH -> {
                    int day = within(-MAX_DAY, Integer.parseInt(text), MAX_DAY);
                    yield day == 0 ? within(1, day, MAX_DAY) : day;
                }
                case MONTHS ->
                    text.chars().anyMatch(Character::isLetter)
                            ? index(MONTH_NAMES, text) + 1
                            : within(1, Integer.parseInt(text), MONTH_NAMES.size());
                case YEARS -> within(1, Integer.parseInt(text), MAX_YEAR);
            };
        }

        private static int minutes(String text) {
            if (text.length() != "00:00".length() || text.charAt(2) != ':') {
                throw new NumberFormatException(text);
            }
            int hours = within(0, Integer.parseInt(text.substring(0, 2)), MINUTES_OF_DAY / MINUTES_OF_HOUR);
            int minutes = within(0, Integer.parseInt(text.substring(3)), MINUTES_OF_HOUR - 1);
            return within(0, hours * MINUTES_OF_HOUR + minutes, MINUTES_OF_DAY);
        }

        private static int index(List<String> names, String name) {
            return within(0, names.indexOf(name.toLowerCase(Locale.ROOT)), names.size() - 1);
        }

        private static int within(int min, int number, int max) {
            if (number < min || number > max) {
                throw new NumberFormatException();
            }
            return number;
        }

        private static int fromStart(int day, int lengthOfMonth) {
            return day < 0 ? lengthOfMonth + day + 1 : day;
        }

        private boolean contains(Part part, ZonedDateTime time) {
            return switch (part) {
                case TIMES -> {
                    int minute = time.getHour() * MINUTES_OF_HOUR + time.getMinute();
                    yield minute >= begin && minute < end;
                }
                case WEEKDAYS -> isWithin(time.getDayOfWeek().getValue() % WEEKDAY_NAMES.size());
                case DAYS_OF_MONTH -> {
                    int length = time.toLocalDate().lengthOfMonth();
                    int day = time.getDayOfMonth();
                    yield day >= fromStart(begin, length) && day <= fromStart(end, length);
                }
                case MONTHS -> isWithin(time.getMonthValue());
                case YEARS -> isWithin(time.getYear());
            };
        }

        private boolean isWithin(int number) {
            return number >= begin && number <= end;
        }
    }

    public RecurringTime {
        Map<Part, List<Range>> copy = new EnumMap<>(Part.class);
        ranges.forEach((part, values) -> copy.put(part, List.copyOf(values)));
        ranges = Map.copyOf(copy);
    }

    /**
     * Reads the ranges of each part.
     *
     * @param location empty for UTC
     * @throws InvalidDefinitionException for text that is not a range, too many ranges, or an unknown location
     */
    public static RecurringTime of(Map<Part, List<String>> texts, String location) {
        Map<Part, List<Range>> ranges = new EnumMap<>(Part.class);
        texts.forEach((part, values) -> {
            require(values.size() <= MAX_RANGES, part.member, values.size() + " ranges", "at most " + MAX_RANGES);
            ranges.put(part, values.stream().map(text -> Range.of(part, text)).toList());
        });
        return new RecurringTime(ranges, zone(location));
    }

    private static ZoneId zone(String location) {
        if (location.isEmpty()) {
            return ZoneId.of("UTC");
        }
        try {
            require(
                    ZoneId.getAvailableZoneIds().contains(location),
                    LOCATION,
                    NameText.escaped(location),
                    "a name such as Europe/Berlin");
            return ZoneId.of(location);
        } catch (DateTimeException e) {
            throw new InvalidDefinitionException(LOCATION, NameText.escaped(location), "a name such as Europe/Berlin");
        }
    }

    /** The ranges of a part as text; empty if it has none. */
    public List<String> texts(Part part) {
        return ranges.getOrDefault(part, List.of()).stream().map(Range::text).toList();
    }

    public boolean contains(Instant instant) {
        ZonedDateTime time = instant.atZone(location);
        for (Map.Entry<Part, List<Range>> part : ranges.entrySet()) {
            if (!part.getValue().isEmpty()
                    && part.getValue().stream().noneMatch(range -> range.contains(part.getKey(), time))) {
                return false;
            }
        }
        return true;
    }

    /** One line, which {@link #stored} reads: for example {@code weekdays: monday:friday; location: UTC}. */
    @Override
    public String toString() {
        StringJoiner line = new StringJoiner("; ");
        for (Part part : Part.values()) {
            if (!texts(part).isEmpty()) {
                line.add(part.member + ": " + String.join(", ", texts(part)));
            }
        }
        return line.add(LOCATION + ": " + location.getId()).toString();
    }

    /** Reads the text of {@link #toString}. */
    public static RecurringTime stored(String line) {
        Map<Part, List<String>> texts = new EnumMap<>(Part.class);
        String location = "";
        for (String part : line.split("; ", -1)) {
            int colon = part.indexOf(": ");
            String value = part.substring(colon + 2);
            if (part.startsWith(LOCATION + ": ")) {
                location = value;
            } else {
                texts.put(part(part.substring(0, colon)), new ArrayList<>(List.of(value.split(", ", -1))));
            }
        }
        return of(texts, location);
    }

    private static Part part(String member) {
        for (Part part : Part.values()) {
            if (part.member.equals(member)) {
                return part;
            }
        }
        throw new IllegalArgumentException("part: " + member + " (expected: a part of a recurring time)");
    }
}
