package io.logaggregator.wire.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '`',
            value = {
                "2026-11-29T15:42:51.123456789Z stdout F a  b|stdout|false|a  b",
                "2026-11-29T15:42:51.123456789+00:00 stderr P \tat A|stderr|true|\tat A",
                "2026-11-29T15:42:51Z stderr F:x {\"message\":1}|stderr|false|{\"message\":1}",
                "2026-11-29T15:42:51Z stderr F|stderr|false|``",
                "{\"log\":\"a \\u00e9\\r\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-29T15:42:51.1Z\"}|stderr|false|a \u00e9",
                "{\"log\":\"a\",\"stream\":\"stdout\",\"attrs\":{\"x\":\"y\"},\"time\":\"2026-11-29T15:42:51Z\"}|stdout|true|a",
            })
    void parse_readsFrame(String line, String stream, boolean partial, String text) {
        assertThat(ContainerLine.parse(line.getBytes(UTF_8))).hasValueSatisfying(frame -> {
            assertThat(frame.stream()).isEqualTo(stream);
            assertThat(frame.partial()).isEqualTo(partial);
            assertThat(frame.text()).asString(UTF_8).isEqualTo(text);
        });
    }

    @Test
    void parse_readsTime() {
        assertThat(ContainerLine.parse("2026-11-29T15:42:51.123456789+01:00 stdout F x".getBytes(UTF_8)))
                .map(ContainerLine::time)
                .contains(Instant.parse("2026-11-29T14:42:51.123456789Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"log\":\"",
                "2026-11-29T15:42:51Z INFO  stdout F x",
                "2026-11-29T15:42:51Z stdout FATAL x y",
                "2026-11-29T15:42:51Z stdin_ F x, longer",
                "2026-13-29T15:42:51Z stdout F x",
                "2026-11-29T15:42:51Z stdout ",
                "{\"log\":\"a\",\"stream\":\"stdout\"}",
                "{\"log\":\"a\",\"stream\":\"app\",\"time\":\"2026-11-29T15:42:51Z\"}",
                "{\"log\":\"a\",\"stream\":\"stdout\",\"time\":\"2026-11-29T15:42:51Z\",\"user\":1}",
                "{\"log\":\"a\",\"stream\":\"stdout\",\"time\":\"2026-11-29T15:42:51Z\"} x"
            })
    void parse_isEmptyForOtherLines(String line) {
        assertThat(ContainerLine.parse(line.getBytes(UTF_8))).isEmpty();
    }
}
