package io.logaggregator.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvLineTest {

    @Test
    void fields_areSeparatedAndEnded() {
        assertThat(CsvLine.of(List.of("a", "", "c d"))).isEqualTo("a,,c d\r\n");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            `a,b`,     `"a,b"`
            a"b,       `"a""b"`
            `a\nb`,    `"a\nb"`
            `a\rb`,    `"a\rb"`
            """)
    void field_isQuoted_ifNecessary(String field, String expected) {
        assertThat(CsvLine.of(List.of(field, "next"))).isEqualTo(expected + ",next\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"=1+1, '=1+1", "+1, '+1", "-1, '-1", "@SUM(A1), '@SUM(A1)", "1=1, 1=1"})
    void field_isNoFormula(String field, String expected) {
        assertThat(CsvLine.of(List.of(field))).isEqualTo(expected + "\r\n");
    }
}
