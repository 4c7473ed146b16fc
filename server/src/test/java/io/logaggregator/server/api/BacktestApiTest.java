package io.logaggregator.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Backtests over HTTP, on a history in memory. */
class BacktestApiTest extends RouteTest {

    private static final String THRESHOLD = """
            {"type": "threshold", "metric": "cpu"}""";

    @Test
    void backtest_listsOpenedAndResolvedTimes() {
        String withoutEnd = THRESHOLD.replace("}", ", \"staleAfter\": \"never\"}");
        assertThat(post(withoutEnd, "-7d", "2026-11-23T12:00:00Z"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("""
                {"from": "2026-11-16T12:00:00Z", "to": "2026-11-23T12:00:00Z", "watched": 1, "groupsLeftOut": 0,
                 "openedTotal": 2, "listed": 2, "openedPerWeek": 2.0, "shareOfTimeAbove": 0.5,
                 "openings": [
                   {"labels": {"host": "web-1"}, "openedAt": "2026-11-16T12:02:00Z", "resolvedAt": null,
                    "highest": "HIGH", "peak": 0.95, "occurrences": 1},
                   {"labels": {"host": "web-1"}, "openedAt": "2026-11-16T12:00:00Z",
                    "resolvedAt": "2026-11-16T12:01:00Z", "highest": "HIGH", "peak": 0.9, "occurrences": 1}]}
                """);
    }

    @Test
    void backtest_endsAlertOfStaleSeries() {
        assertThat(post(THRESHOLD, "-7d", "2026-11-23T12:00:00Z")).bodyJson().isLenientlyEqualTo("""
                {"openings": [
                   {"openedAt": "2026-11-16T12:02:00Z", "resolvedAt": "2026-11-16T13:02:00Z"},
                   {"openedAt": "2026-11-16T12:00:00Z", "resolvedAt": "2026-11-16T12:01:00Z"}]}
                """);
    }

    @ParameterizedTest
    @CsvSource({"yesterday, -1h, from", "-40d, -1h, from", "-1h, -2h, to", "-1h, soon, to"})
    void timeThatIsNone_isRefusedByItsName(String from, String to, String field) {
        assertThat(post(THRESHOLD, from, to))
                .hasStatus(400)
                .bodyJson()
                .extractingPath("$.field")
                .isEqualTo(field);
    }

    @Test
    void invalidQuery_isRejected() {
        assertThat(post("""
                {"type": "logCount", "query": "a AND (", "window": "5m"}""", "-1d", "-1h"))
                .hasStatus(400)
                .bodyJson()
                .extractingPath("$.field")
                .isEqualTo("condition.query");
    }

    private MvcTestResult post(String condition, String from, String to) {
        return mvc.post()
                .uri("/api/v1/rules/backtest")
                .contentType("application/json")
                .content("""
                        {"rule": {"name": "a rule", "condition": %s, "severities": {"HIGH": 0.8}},
                         "from": "%s", "to": "%s"}""".formatted(condition, from, to))
                .exchange();
    }
}
