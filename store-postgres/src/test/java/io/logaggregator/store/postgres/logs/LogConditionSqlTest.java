package io.logaggregator.store.postgres.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.Between;
import io.logaggregator.core.logs.LogCondition.Bound;
import io.logaggregator.core.logs.LogCondition.Exists;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Or;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.TextPattern.Part;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.store.postgres.sql.Sql;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogConditionSqlTest {

    private static final String HOSTILE = "'); drop table log_event; --";

    @Test
    void input_isNeverPartOfSqlText() {
        Optional<Bound> bound = Optional.of(new Bound(HOSTILE, true));

        assertThat(List.of(
                        LogConditionSql.of(new Matches(Standard.HOST, TextPattern.of(HOSTILE))),
                        LogConditionSql.of(new Matches(Standard.MESSAGE, TextPattern.of(HOSTILE))),
                        LogConditionSql.of(new Matches(Standard.TAG, TextPattern.of(HOSTILE))),
                        LogConditionSql.of(new Matches(new Attribute(HOSTILE), TextPattern.of(HOSTILE))),
                        LogConditionSql.of(new Exists(new Attribute(HOSTILE))),
                        LogConditionSql.of(new Between(new Attribute(HOSTILE), bound, bound))))
                .allSatisfy(sql -> assertThat(sql.text()).doesNotContain("drop"));
    }

    @Test
    void numbersOfRange_areParameters() {
        Sql sql = LogConditionSql.of(new Between(
                new Attribute("status"), Optional.of(new Bound("500", true)), Optional.of(new Bound("6e2", false))));

        assertThat(sql.text()).contains("@ >= $lower && @ < $upper").doesNotContain("500");
        assertThat(sql.values().getLast()).isEqualTo("{\"lower\":500,\"upper\":6E+2}");
    }

    @Test
    void likeWildcards_areEscaped() {
        TextPattern pattern =
                new TextPattern(List.of(new Part.Literal("100%_\\"), new Part.AnyText(), new Part.AnyCharacter()));

        assertThat(LogConditionSql.of(new Matches(Standard.HOST, pattern)).values())
                .isEqualTo(List.of("100\\%\\_\\\\%_"));
    }

    @Test
    void messageMatch_isPrefilteredByAscii() {
        assertThat(LogConditionSql.of(new Matches(Standard.MESSAGE, TextPattern.of("Kelvin, 5% ÄrGer")))
                        .values())
                .isEqualTo(List.of("%%elv%n, 5\\% %rger%", "%Kelvin, 5\\% ÄrGer%"));
        assertThat(LogConditionSql.of(new Matches(Standard.MESSAGE, TextPattern.of("Ⓐ 500")))
                        .values())
                .isEqualTo(List.of("%% 500%", "%Ⓐ 500%"));
    }

    @Test
    void longMessagePatterns_areRegularExpressions() {
        TextPattern pattern = new TextPattern(
                List.of(new Part.Literal("a.b_\\ ".repeat(20)), new Part.AnyText(), new Part.AnyCharacter()));

        Sql sql = LogConditionSql.of(new Matches(Standard.MESSAGE, pattern));

        assertThat(sql.text()).isEqualTo("lower(message) ~ lower(?)");
        assertThat(sql.values()).isEqualTo(List.of("a\\.b\\_\\\\ ".repeat(20) + ".*."));
    }

    @Test
    void manyMessagePatterns_areRegularExpressions() {
        LogCondition word = new Matches(Standard.MESSAGE, TextPattern.of("word"));

        assertThat(LogConditionSql.of(new Or(Collections.nCopies(6, word))).text())
                .contains("like")
                .doesNotContain("~");
        assertThat(LogConditionSql.of(new Or(Collections.nCopies(7, word))).text())
                .contains("~")
                .doesNotContain("like");
    }

    @Test
    void attributePath_hasOneParameterPerReading() {
        assertThat(LogConditionSql.value(new Attribute("a")).values()).hasSize(1);
        assertThat(LogConditionSql.value(new Attribute("a.b")).values()).hasSize(2);
        assertThat(LogConditionSql.value(new Attribute("a.b.c")).values()).hasSize(4);
        assertThat(LogConditionSql.value(new Attribute("a.".repeat(1_000))).values())
                .hasSize(2);
    }
}
