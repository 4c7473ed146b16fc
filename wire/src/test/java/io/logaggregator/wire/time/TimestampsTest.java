package io.logaggregator.wire.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    private static final Instant RECEIVED_AT = Instant.parse("2026-11-23T20:16:01Z");
    private static final TimeContext UTC = new TimeContext(ZoneOffset.UTC, RECEIVED_AT);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-23T20:15:30Z                       | 2026-11-23T20:15:30Z",
                "2026-11-23t20:15:30z                       | 2026-11-23T20:15:30Z",
                "2026-11-23 20:15:30Z                       | 2026-11-23T20:15:30Z",
                "2026-11-23T20:15:30.1Z                     | 2026-11-23T20:15:30.1Z",
                "2026-11-23T20:15:30.123456789Z             | 2026-11-23T20:15:30.123456789Z",
                "2026-11-23T20:15:30.1234567899999Z         | 2026-11-23T20:15:30.123456789Z",
                "2026-11-23T20:15:30,123Z                   | 2026-11-23T20:15:30.123Z",
                "2026-11-23T21:15:30+01:00                  | 2026-11-23T20:15:30Z",
                "2026-11-23T14:45:30.5-05:30                | 2026-11-23T20:15:30.5Z",
                "2026-11-23T21:15:30+0100                   | 2026-11-23T20:15:30Z",
                "2026-11-23T21:15:30+01                     | 2026-11-23T20:15:30Z",
                "2026-11-23T20:15:30                        | 2026-11-23T20:15:30Z",
                "2026-11-23T21:15:30+01:00[Europe/Berlin]   | 2026-11-23T20:15:30Z",
                "Mon, 23 Nov 2026 20:15:30 GMT              | 2026-11-23T20:15:30Z",
                "2024-02-29T00:00:00Z                       | 2024-02-29T00:00:00Z",
                "2016-12-31T23:59:60Z                       | 2017-01-01T00:00:00Z",
                "1970-01-01T00:00:00Z                       | 1970-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999999Z             | 9999-12-31T23:59:59.999999999Z",
                "0001-01-01T00:00:00Z                       | 0001-01-01T00:00:00Z",
                "1795464930                                 | 2026-11-23T20:15:30Z",
                "1795464930.5                               | 2026-11-23T20:15:30.5Z",
                "1795464930123                              | 2026-11-23T20:15:30.123Z",
                "1795464930123456                           | 2026-11-23T20:15:30.123456Z",
                "1795464930123456789                        | 2026-11-23T20:15:30.123456789Z",
                "1.7954649305E9                             | 2026-11-23T20:15:30.5Z",
                "1795464930123.25                           | 2026-11-23T20:15:30.123250Z",
                "1795464930.123456789                       | 2026-11-23T20:15:30.123456789Z",
                "/Date(1795464930123)/                      | 2026-11-23T20:15:30.123Z",
                "/Date(1795464930123+0100)/                 | 2026-11-23T20:15:30.123Z",
                "20261123T201530Z                           | 2026-11-23T20:15:30Z",
                "20261123T201530.25Z                        | 2026-11-23T20:15:30.25Z",
                "20261123201530                             | 2026-11-23T20:15:30Z",
                "20261123201530123                          | 2026-11-23T20:15:30.123Z",
                "2026-11-23 20:15:30 Z                      | 2026-11-23T20:15:30Z",
                "2026-11-23 20:15:30.5 UTC                  | 2026-11-23T20:15:30.5Z",
                "2026-11-23 21:15:30 +01                    | 2026-11-23T20:15:30Z",
                "2026-11-23 12:15:30 -0800                  | 2026-11-23T20:15:30Z",
                "2026-11-23 21:15:30 CET                    | 2026-11-23T20:15:30Z",
                "2026-11-23T20:15Z                          | 2026-11-23T20:15:00Z",
                "2026/11/23 20:15:30                        | 2026-11-23T20:15:30Z",
                "2026/11/23 20:15:30.5                      | 2026-11-23T20:15:30.5Z",
                "23/Nov/2026:21:15:30 +0100                 | 2026-11-23T20:15:30Z",
                "23/Nov/2026:20:15:30.123                   | 2026-11-23T20:15:30.123Z",
                "23-Nov-2026 20:15:30.123                   | 2026-11-23T20:15:30.123Z",
                "23 Nov 2026 20:15:30.123                   | 2026-11-23T20:15:30.123Z",
                "Mon, 23 Nov 2026 21:15:30 +0100            | 2026-11-23T20:15:30Z",
                "Mon Nov 23 20:15:30 2026                   | 2026-11-23T20:15:30Z",
                "Mon Nov 23 20:15:30.123456 2026            | 2026-11-23T20:15:30.123456Z",
                "Mon Nov  2 20:15:30 2026                   | 2026-11-02T20:15:30Z",
                "Mon Nov 23 20:15:30 UTC 2026               | 2026-11-23T20:15:30Z",
                "Mon Nov 23 20:15:30 GMT 1998               | 1998-11-23T20:15:30Z",
                "Nov 23 20:15:30                            | 2026-11-23T20:15:30Z",
                "Nov  3 20:15:30.5                          | 2026-11-03T20:15:30.5Z",
                "Nov 23 2026 20:15:30                       | 2026-11-23T20:15:30Z",
                "Nov 23, 2026 8:15:30 PM                    | 2026-11-23T20:15:30Z",
                "Nov 23, 2026 12:15:30 AM                   | 2026-11-23T00:15:30Z",
                "November 23, 2026, 8:15:30\u202FPM         | 2026-11-23T20:15:30Z",
                "2026-11-23 20:15:30.1 +0000 UTC m=+0.1     | 2026-11-23T20:15:30.1Z",
                "2026-11-23 21:15:30.1 +0100 CET            | 2026-11-23T20:15:30.1Z",
                "Mon Nov 23 2026 21:15:30 GMT+0100 (Central European Standard Time) | 2026-11-23T20:15:30Z",
                "11/23/2026 8:15:30 PM                      | 2026-11-23T20:15:30Z",
                "11/23/2026, 8:15:30 PM                     | 2026-11-23T20:15:30Z",
                "23.11.2026, 20:15:30                       | 2026-11-23T20:15:30Z",
                "11/3/2026 8:15:30 PM                       | 2026-11-03T20:15:30Z",
                "23/11/2026 20:15:30                        | 2026-11-23T20:15:30Z",
                "03.11.2026 20:15:30                        | 2026-11-03T20:15:30Z",
                "261123 20:15:30                            | 2026-11-23T20:15:30Z",
                "23-Nov-2026::20:15:30                      | 2026-11-23T20:15:30Z",
                "2026-11-23 20:15:30:123                    | 2026-11-23T20:15:30.123Z",
                "2026-11-23 20:15:30.123.456                | 2026-11-23T20:15:30.123456Z",
                "2026-11-23T20:15:30.123.456.789Z           | 2026-11-23T20:15:30.123456789Z",
                "I1123 20:15:30.123456                      | 2026-11-23T20:15:30.123456Z",
                "E20261123 20:15:30.123456                  | 2026-11-23T20:15:30.123456Z",
            })
    void parse_acceptsUsualNotations(String written, Instant instant) {
        assertThat(Timestamps.parse(written, UTC)).contains(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "2026-11-23",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-01-32T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T00:60:00Z",
                "2026-01-01T00:00:61Z",
                "2026-01-01T00:00:00+1",
                "2026-01-01T00:00:00+99:00",
                "2026-01-01T00:00:00Zebra",
                "20x6-01-01T00:00:00Z",
                "1e999999",
                "0",
                "12.5",
                "-1795464930",
                "946684799",
                "1795551362",
                "1795464930x",
                "20261323201530",
                "Nov 23",
                "November",
                "Nov 23 20:15:30 errors",
                "Feb 30 20:15:30",
                "Nov 23, 2026 13:15:30 PM",
                "31/Apr/2026:20:15:30 +0000",
                "20:15:30",
                "03/11/2026 20:15:30",
                "11/12/2026",
                "1.2.3",
                "10.0.0.7",
                "/Date(soon)/",
                "E1123",
                "NaN",
                "99999999999999999999999"
            })
    void parse_rejectsOtherText(String written) {
        assertThat(Timestamps.parse(written, UTC)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-11-23 21:15:30, 2026-11-23T20:15:30Z",
        "Europe/Berlin, 2026-07-23 22:15:30, 2026-07-23T20:15:30Z",
        "America/New_York, Nov 23 15:15:30, 2026-11-23T20:15:30Z",
        "Asia/Shanghai, 2026-11-24 04:15:30 CST, 2026-11-23T20:15:30Z",
        "Asia/Shanghai, 20261124041530, 2026-11-23T20:15:30Z",
        "Asia/Shanghai, 2026-11-23T20:15:30Z, 2026-11-23T20:15:30Z",
        "+02:00, 23/Nov/2026:22:15:30, 2026-11-23T20:15:30Z",
    })
    void zone_appliesToTimesWithoutOne(ZoneId zone, String written, Instant instant) {
        assertThat(Timestamps.parse(written, new TimeContext(zone, RECEIVED_AT)))
                .contains(instant);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-01-01T00:00:10Z, Dec 31 23:59:59, 2026-12-31T23:59:59Z",
        "2026-12-31T23:59:50Z, Jan  1 00:00:05, 2027-01-01T00:00:05Z",
        "2027-03-01T00:00:00Z, Feb 29 12:00:00, 2028-02-29T12:00:00Z",
        "2028-03-01T00:00:00Z, Feb 29 12:00:00, 2028-02-29T12:00:00Z",
        "2027-01-01T00:00:10Z, W1231 23:59:59.5, 2026-12-31T23:59:59.5Z",
    })
    void missingYear_isTheOneNearestToReceipt(Instant receivedAt, String written, Instant instant) {
        assertThat(Timestamps.parse(written, new TimeContext(ZoneOffset.UTC, receivedAt)))
                .contains(instant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-23 20:15:30 ERROR x      | 2026-11-23 20:15:30",
                "2026-11-23 20:15:30,123 - shop   | 2026-11-23 20:15:30,123",
                "2026-11-23T20:15:30Z: x          | 2026-11-23T20:15:30Z",
                "2026-11-23 20:15:30 UTC [42] x   | 2026-11-23 20:15:30 UTC",
                "2026-11-23 20:15:30 INFO x       | 2026-11-23 20:15:30",
                "2026-11-23 20:15:30.1+00:00 x    | 2026-11-23 20:15:30.1+00:00",
                "23/Nov/2026:20:15:30 +0000] x    | 23/Nov/2026:20:15:30 +0000",
                "Nov 23 20:15:30 web-7 x          | Nov 23 20:15:30",
                "Nov 23 20:15:30 1234 x           | Nov 23 20:15:30",
                "Mon Nov 23 20:15:30 2026] x      | Mon Nov 23 20:15:30 2026",
                "E1123 20:15:30.123456   42 m.go  | E1123 20:15:30.123456",
            })
    void timeInLine_endsBehindItsZone(String line, String time) {
        assertThat(Timestamps.at("> " + line, 2, UTC)).hasValueSatisfying(match -> {
            assertThat(match.end()).isEqualTo(2 + time.length());
            assertThat(match.instant()).isEqualTo(Timestamps.parse(time, UTC).orElseThrow());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-11-23 20:15:30x", "2026-11-23 20:15:300", "Monday morning", "may be", "1123", "12:15"})
    void timeInLine_isNoPartOfAWord(String line) {
        assertThat(Timestamps.at(line, 0, UTC)).isEmpty();
    }

    @Test
    void parse_agreesWithTheCalendarOnEveryDay() {
        assertThat(LocalDate.of(1895, 1, 1).datesUntil(LocalDate.of(2110, 1, 1)))
                .allMatch(day -> Timestamps.parse(day + "T00:00:00Z", UTC)
                        .equals(Optional.of(day.atStartOfDay().toInstant(ZoneOffset.UTC))));
    }

    @Test
    void parse_readsEveryInstantOfJava() {
        Random random = new Random(20261123);
        for (int i = 0; i < 10_000; i++) {
            long second = random.nextLong(
                    Instant.parse("0001-01-02T00:00:00Z").getEpochSecond(),
                    Instant.parse("9999-12-30T00:00:00Z").getEpochSecond());
            Instant instant = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-1080, 1081) * 60);

            String written = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atOffset(offset));

            assertThat(Timestamps.parse(written, UTC)).as(written).contains(instant);
        }
    }
}
