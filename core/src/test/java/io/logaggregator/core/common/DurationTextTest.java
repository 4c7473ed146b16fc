package io.logaggregator.core.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "5m, PT5M",
        "5M, PT5M",
        "1h, PT1H",
        "7d, PT168H",
        "10ms, PT0.01S",
        "3us, PT0.000003S",
        "1ns, PT0.000000001S",
        "-15m, PT-15M",
        "+1s, PT1S",
        "PT5M, PT5M",
        "pt0.5s, PT0.5S",
        "P7D, PT168H",
        "-PT1H, PT-1H",
        "0s, PT0S"
    })
    void parse_acceptsUnitsAndIso8601(String text, Duration expected) {
        assertThat(DurationText.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "5 m",
                "5x",
                "5mm",
                "1h30m",
                "1.5h",
                "P",
                "nothing",
                "9223372036854775807d",
                "99999999999999999999s"
            })
    void parse_rejectsOtherText(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationText.parse(text))
                .withMessage("duration: " + text + " (expected: " + DurationText.EXPECTED + ")");
    }

    @ParameterizedTest
    @CsvSource({
        "PT30S, 30s",
        "PT5M, 5m",
        "PT1H, 1h",
        "PT48H, 48h",
        "PT1H30M, 90m",
        "PT61S, 61s",
        "PT0S, 0s",
        "PT0.5S, PT0.5S"
    })
    void of_usesLargestWholeUnit(Duration duration, String text) {
        assertThat(DurationText.of(duration)).isEqualTo(text);
        assertThat(DurationText.parse(text)).isEqualTo(duration);
    }
}
