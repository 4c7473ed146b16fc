package io.logaggregator.core.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "*, ''",
        "*, web-1",
        "web-1, web-1",
        "WEB-1, web-1",
        "Ärger, äRGER",
        "web-*, web-",
        "web-*, Web-10",
        "*-1, web-1",
        "*b*, web-1",
        "w*b*1, web-web-1",
        "**, ''",
        "web-?, web-1",
        "a?c, a🚀c",
        "*?, 🚀",
        "a*🚀, ab🚀🚀",
        "?*, x"
    })
    void matches_isCaseInsensitiveWithWildcards(String pattern, String text) {
        assertThat(new Glob(pattern).matches(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "web-1, web-10",
        "web-10, web-1",
        "web-1, ''",
        "?, ''",
        "web-?, web-",
        "web-?, web-10",
        "web-*, my-web-1",
        "*-1, web-10",
        "a*b*c, acb",
        "??, 🚀",
        "strasse, straße",
        "., x"
    })
    void matches_wholeTextOnly(String pattern, String text) {
        assertThat(new Glob(pattern).matches(text)).isFalse();
    }

    @Test
    void matches_takesBoundedTime() {
        Glob pathological = new Glob("*a".repeat(50) + "*b");
        String text = "a".repeat(10_000);

        Assertions.assertTimeoutPreemptively(
                Duration.ofMinutes(1), // backtracking would take years
                () -> assertThat(pathological.matches(text)).isFalse());
    }

    @Test
    void emptyPattern_isRejected() {
        assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> new Glob(""));
    }
}
