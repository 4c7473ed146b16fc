package io.logaggregator.core.alerting.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.core.alerting.silence.LabelMatcher.Operator;
import io.logaggregator.core.common.InvalidDefinitionException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherGrammarTest {

    @Test
    void operators_compareWholeValues() {
        Map<String, String> labels = Map.of("host", "web-1");

        assertThat(matcher("host=web-1").matches(labels)).isTrue();
        assertThat(matcher("host=WEB-1").matches(labels)).isFalse();
        assertThat(matcher("host!=web-2").matches(labels)).isTrue();
        assertThat(matcher("host=~\"web-.\"").matches(labels)).isTrue();
        assertThat(matcher("host=~web").matches(labels)).isFalse();
        assertThat(matcher("host!~\"db-.*\"").matches(labels)).isTrue();
    }

    @Test
    void absentLabel_equalsEmptyOne() {
        assertThat(matcher("host=\"\"").matches(Map.of())).isTrue();
        assertThat(matcher("host!=\"\"").matches(Map.of())).isFalse();
        assertThat(matcher("host=~\".*\"").matches(Map.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1,b!=2", "{a=1,b!=2}", " { a = \"1\" , b != \"2\" , } ", "{\"a\"=1,\"b\"!=\"2\"}"})
    void lists_areReadWithAndWithoutBraces(String text) {
        assertThat(MatcherGrammar.matchers("filter", text))
                .containsExactly(
                        new LabelMatcher("", "a", Operator.EQUAL, "1"),
                        new LabelMatcher("", "b", Operator.NOT_EQUAL, "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "  "})
    void emptyLists_haveNoMatchers(String text) {
        assertThat(MatcherGrammar.matchers("filter", text)).isEmpty();
    }

    @Test
    void names_mayBeAnyText_inQuotes() {
        assertThat(matcher("\"http.route, \\u00fc\"=\"a\\tb\""))
                .isEqualTo(new LabelMatcher("", "http.route, \u00fc", Operator.EQUAL, "a\tb"));
        assertThat(matcher("http.route=a")).isEqualTo(new LabelMatcher("", "http.route", Operator.EQUAL, "a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo",
                "=bar",
                "foo=",
                "foo=~",
                "{foo=bar",
                "foo=bar}}",
                "foo=bar baz=1",
                "foo~bar",
                "\"foo",
                "foo=\"\\q\"",
                "foo.bar={",
                "\"\"=a"
            })
    void invalidText_isRejected(String text) {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> matcher(text))
                .withMessageContaining("expected");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo=\"\\t\"| foo=\"\\x09\" | foo=\"\\\\t\"",
                "foo=a b| invalid | foo=\"a b\"",
                "foo=[{}]| invalid | foo=\"[{}]\"",
                "foo=\\d| invalid | foo=\"\\\\d\"",
                "foo=| invalid | foo=\"\"",
            })
    void ambiguousText_isRejectedWithBothReadings(String text, String utf8, String classic) {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> MatcherGrammar.matchers("filter", text))
                .withMessageContaining("As UTF-8 matchers: ")
                .withMessageContaining(utf8)
                .withMessageContaining("as classic matchers: ")
                .withMessageContaining(classic);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?=x)",
                "(a)\\1",
                "[",
                "((x{100}){100}){100}",
                "(a{1000}){2}",
                "((a{50}[)]{50}){50})",
                "(\\Q(\\Ea{900}){900}"
            })
    void unboundedAndInvalidExpressions_areRejected(String regex) {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> new LabelMatcher("matchers", "host", Operator.REGEX, regex));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0-9]{1,3}(\\.[0-9]{1,3}){3}",
                "a{1000}",
                "web-[{}()]{5}",
                "\\({100}x\\{2",
                "(?i)web|db|[[:alpha:]]{3,}",
                "x{,5}"
            })
    void boundedExpressions_areAccepted(String regex) {
        assertThat(new LabelMatcher("matchers", "host", Operator.REGEX, regex).value())
                .isEqualTo(regex);
    }

    @Test
    void longTexts_areRejected() {
        for (Operator operator : Operator.values()) {
            assertThatExceptionOfType(InvalidDefinitionException.class)
                    .isThrownBy(() ->
                            new LabelMatcher("m", "host", operator, "x".repeat(LabelMatcher.MAX_VALUE_LENGTH + 1)));
            assertThatExceptionOfType(InvalidDefinitionException.class)
                    .isThrownBy(
                            () -> new LabelMatcher("m", "x".repeat(LabelMatcher.MAX_NAME_LENGTH + 1), operator, "x"));
        }
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> MatcherGrammar.matchers("filter", "a=\"" + "x".repeat(10_000) + '"'));
    }

    @Test
    void text_readsBackAsTheSameMatcher() {
        List<String> texts =
                List.of("a", "\"", "\\", "\n\t\u0000\u007f", "\u00fc \u2028,{}=!~'`", "\uD83D\uDE00", "\\n", "x\\");
        for (String name : List.of("a", "\"", "\\", "\u00fc ,{}=!~'`", "\\n", "x\\")) {
            for (String value : texts) {
                for (Operator operator : List.of(Operator.EQUAL, Operator.NOT_EQUAL)) {
                    LabelMatcher matcher = new LabelMatcher("", name, operator, value);
                    assertThat(MatcherGrammar.stored(matcher.toString())).isEqualTo(matcher);
                }
            }
        }
    }

    private static LabelMatcher matcher(String text) {
        return MatcherGrammar.matcher("filter", text);
    }
}
