package io.logaggregator.server.logs.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryNoticeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"this or that", "level:ERROR and host:a", "a And b", "not level:DEBUG", "(a or b)", "x (not y)"})
    void lowerCaseOperator_hasNotice(String query) {
        assertThat(QueryNotice.of(query)).get().asString().contains(" is searched as a word; the operator is ");
    }

    @Test
    void notice_statesPositionAndOperator() {
        assertThat(QueryNotice.of("this or that"))
                .contains("at character 5: \"or\" is searched as a word; the operator is OR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a OR b",
                "\"this or that\"",
                "android",
                "or",
                "and then",
                "why not",
                "host:or",
                "(or)",
                "a\"",
                "a:[1 TO 2]"
            })
    void otherQueries_haveNone(String query) {
        assertThat(QueryNotice.of(query)).isEmpty();
    }
}
