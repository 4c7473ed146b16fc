package io.logaggregator.core.alerting.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.core.alerting.silence.RecurringTime.Part;
import io.logaggregator.core.common.InvalidDefinitionException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecurringTimeTest {

    @ParameterizedTest
    @CsvSource({
        "TIMES, 09:00-17:00, 2026-11-30T09:00:00Z, true",
        "TIMES, 09:00-17:00, 2026-11-30T16:59:59Z, true",
        "TIMES, 09:00-17:00, 2026-11-30T17:00:00Z, false",
        "TIMES, 22:00-24:00, 2026-11-30T23:59:59Z, true",
        "WEEKDAYS, monday:friday, 2026-11-30T00:00:00Z, true",
        "WEEKDAYS, Monday, 2026-12-01T00:00:00Z, false",
        "WEEKDAYS, sunday:saturday, 2026-11-29T00:00:00Z, true",
        "DAYS_OF_MONTH, -1, 2026-02-28T12:00:00Z, true",
        "DAYS_OF_MONTH, -1, 2028-02-28T12:00:00Z, false",
        "DAYS_OF_MONTH, -3:-1, 2028-02-27T12:00:00Z, true",
        "DAYS_OF_MONTH, 30:31, 2026-02-28T12:00:00Z, false",
        "DAYS_OF_MONTH, -31, 2026-02-01T12:00:00Z, false",
        "DAYS_OF_MONTH, -31:-28, 2026-02-01T12:00:00Z, true",
        "DAYS_OF_MONTH, 15:-1, 2026-02-28T12:00:00Z, true",
        "MONTHS, may:july, 2026-06-01T00:00:00Z, true",
        "MONTHS, 12, 2026-11-30T00:00:00Z, false",
        "YEARS, 2026:2027, 2027-12-31T23:59:59Z, true",
        "YEARS, 2026, 2027-01-01T00:00:00Z, false",
    })
    void part_containsItsRanges(Part part, String range, Instant time, boolean contained) {
        assertThat(utc(part, range).contains(time)).isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource({
        "TIMES, 17:00-09:00", "TIMES, 09:00", "TIMES, 9:00-17:00", "TIMES, 09:00-24:01", "TIMES, 09:60-10:00",
                "TIMES, 09:00-09:00",
        "WEEKDAYS, friday:monday", "WEEKDAYS, mon", "WEEKDAYS, ''", "WEEKDAYS, a:b:c", "DAYS_OF_MONTH, 0",
                "DAYS_OF_MONTH, 32",
        "DAYS_OF_MONTH, -1:1", "DAYS_OF_MONTH, -1:-3", "DAYS_OF_MONTH, 31:-31", "MONTHS, 13", "MONTHS, 0",
                "MONTHS, july:may",
        "YEARS, 0", "YEARS, 2027:2026", "YEARS, 99999999999",
    })
    void invalidRange_isRejected(Part part, String range) {
        assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> utc(part, range));
    }

    @Test
    void wallClock_followsDaylightSaving() {
        RecurringTime work = RecurringTime.of(Map.of(Part.TIMES, List.of("09:00-17:00")), "Europe/Berlin");
        RecurringTime skipped = RecurringTime.of(Map.of(Part.TIMES, List.of("02:00-03:00")), "Europe/Berlin");

        assertThat(work.contains(Instant.parse("2026-01-05T08:30:00Z"))).isTrue();
        assertThat(work.contains(Instant.parse("2026-07-06T07:30:00Z"))).isTrue();
        assertThat(work.contains(Instant.parse("2026-07-06T15:30:00Z"))).isFalse();
        assertThat(skipped.contains(Instant.parse("2026-03-29T01:30:00Z"))).isFalse();
        assertThat(skipped.contains(Instant.parse("2026-10-25T00:30:00Z"))).isTrue();
        assertThat(skipped.contains(Instant.parse("2026-10-25T01:30:00Z"))).isTrue();
    }

    @Test
    void parts_mustAllMatch() {
        RecurringTime time = RecurringTime.of(
                Map.of(Part.WEEKDAYS, List.of("saturday", "sunday"), Part.TIMES, List.of("00:00-06:00", "22:00-24:00")),
                "");

        assertThat(time.contains(Instant.parse("2026-11-28T23:00:00Z"))).isTrue();
        assertThat(time.contains(Instant.parse("2026-11-28T12:00:00Z"))).isFalse();
        assertThat(time.contains(Instant.parse("2026-11-27T23:00:00Z"))).isFalse();
        assertThat(RecurringTime.of(Map.of(), "").contains(Instant.EPOCH)).isTrue();
    }

    @Test
    void text_readsBackAsTheSameTime() {
        RecurringTime time = RecurringTime.of(
                Map.of(
                        Part.TIMES, List.of("00:00-06:00", "22:00-24:00"),
                        Part.WEEKDAYS, List.of("saturday", "monday : friday"),
                        Part.DAYS_OF_MONTH, List.of("-3:-1"),
                        Part.MONTHS, List.of("5", "december"),
                        Part.YEARS, List.of("2026")),
                "Europe/Berlin");

        assertThat(RecurringTime.stored(time.toString())).isEqualTo(time);
        assertThat(time)
                .hasToString("times: 00:00-06:00, 22:00-24:00; weekdays: saturday, monday:friday; "
                        + "daysOfMonth: -3:-1; months: 5, december; years: 2026; location: Europe/Berlin");
        assertThat(RecurringTime.stored(RecurringTime.of(Map.of(), "").toString())
                        .contains(Instant.EPOCH))
                .isTrue();
    }

    @Test
    void unknownLocationsAndLongLists_areRejected() {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> RecurringTime.of(Map.of(), "Berlin"))
                .withMessageStartingWith("location: Berlin");
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> RecurringTime.of(
                        Map.of(Part.YEARS, Collections.nCopies(RecurringTime.MAX_RANGES + 1, "2026")), ""));
    }

    private static RecurringTime utc(Part part, String range) {
        return RecurringTime.of(Map.of(part, List.of(range)), "");
    }
}
