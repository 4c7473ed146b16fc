package io.logaggregator.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    @ValueSource(
            strings = {
                " =1+1",
                "\u00A0=1+1",
                "\u3000+1",
                "\u200B=1",
                "\uFEFF-1",
                "\u202E@A1",
                "\uFF1D1+1",
                "\uFF0B1",
                "\uFF0D1",
                "\uFF20A1",
                " \uFF1D1",
                "\uFE66A1",
                "\u207A1",
                " \t1",
                "\u000B=1"
            })
    void formula_inOtherForm_getsAnApostrophe(String field) {
        assertThat(CsvLine.of(List.of(field))).isEqualTo("'" + field + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " a=1", "\u00A0", "é=1", "1 =1", "\uD83D\uDE00=", "_=1"})
    void otherText_staysAsItIs(String field) {
        assertThat(CsvLine.of(List.of(field))).isEqualTo(field + "\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"=1+1, '=1+1", "+1, '+1", "-1, '-1", "@SUM(A1), '@SUM(A1)", "1=1, 1=1"})
    void field_isNoFormula(String field, String expected) {
        assertThat(CsvLine.of(List.of(field))).isEqualTo(expected + "\r\n");
    }
}
