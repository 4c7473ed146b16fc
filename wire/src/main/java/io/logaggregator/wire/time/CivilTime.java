package io.logaggregator.wire.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import org.jspecify.annotations.Nullable;

/**
 * Date and time as a text states them, which may be invalid.
 *
 * @param year {@link #UNKNOWN_YEAR} if there is none
 * @param offsetSeconds offset from UTC; null if the text has no zone
 */
record CivilTime(
        int year,
        int month,
        int day,
        int hour,
        int minute,
        int second,
        int nanos,
        @Nullable Integer offsetSeconds) {

    static final int UNKNOWN_YEAR = -1;

    /** The instant; null if there is no such date or time. */
    @Nullable
    Instant instant(TimeContext context) {
        if (month < 1 || month > 12 || day < 1 || (hour | minute) < 0 || hour > 23 || minute > 59 || second > 60) {
            return null; // second 60 is a leap second
        }
        if (year == UNKNOWN_YEAR) {
            return inNearestYear(context);
        }
        return day > Month.of(month).length(Year.isLeap(year)) ? null : inYear(year, context);
    }

    private @Nullable Instant inNearestYear(TimeContext context) {
        int now = ZonedDateTime.ofInstant(context.receivedAt(), context.zone()).getYear();
        Instant nearest = null;
        long distance = Long.MAX_VALUE;
        for (int candidate = now - 1; candidate <= now + 1; candidate++) {
            if (day <= Month.of(month).length(Year.isLeap(candidate))) {
                Instant instant = inYear(candidate, context);
                long difference =
                        Math.abs(instant.getEpochSecond() - context.receivedAt().getEpochSecond());
                nearest = difference < distance ? instant : nearest;
                distance = Math.min(difference, distance);
            }
        }
        return nearest;
    }

    private Instant inYear(int inYear, TimeContext context) {
        Integer stated = offsetSeconds;
        int offset = stated != null
                ? stated
                : context.zone() instanceof ZoneOffset fixed
                        ? fixed.getTotalSeconds()
                        : zoneOffset(inYear, context.zone());
        // The seconds are added here, since a leap second is not valid there.
        long minutes = IsoChronology.INSTANCE.epochSecond(inYear, month, day, hour, minute, 0, ZoneOffset.UTC);
        return Instant.ofEpochSecond(minutes + second - offset, nanos);
    }

    private int zoneOffset(int inYear, ZoneId zone) {
        return LocalDateTime.of(inYear, month, day, hour, minute)
                .atZone(zone)
                .getOffset()
                .getTotalSeconds();
    }
}
