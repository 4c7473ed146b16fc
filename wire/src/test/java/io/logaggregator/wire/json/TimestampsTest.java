package io.logaggregator.wire.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

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
                "0                                          | 1970-01-01T00:00:00Z",
                "-1.5                                       | 1969-12-31T23:59:58.5Z",
            })
    void parse_acceptsUsualNotations(String written, Instant instant) {
        assertThat(Timestamps.parse(written)).contains(instant);
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
                "NaN",
                "99999999999999999999999"
            })
    void parse_rejectsOtherText(String written) {
        assertThat(Timestamps.parse(written)).isEmpty();
    }

    @Test
    void parse_agreesWithTheCalendarOnEveryDay() {
        assertThat(LocalDate.of(1895, 1, 1).datesUntil(LocalDate.of(2110, 1, 1)))
                .allMatch(day -> Timestamps.parse(day + "T00:00:00Z")
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

            assertThat(Timestamps.parse(written)).as(written).contains(instant);
        }
    }
}
