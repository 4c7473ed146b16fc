package io.logaggregator.server.api;

import static io.logaggregator.server.api.FakePorts.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.rule.BuiltInRules;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.Thresholds;
import io.logaggregator.server.access.ConfiguredKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Thresholds over HTTP, on rules in memory. */
class ThresholdsTest extends RouteTest {

    @BeforeEach
    void makeBuiltInRules() {
        BuiltInRules.ensure(rules, Thresholds.DEFAULT, NOW);
    }

    @Test
    void missingBuiltInRule_isAConflict() {
        rules.clear();

        assertThat(mvc.get().uri("/api/v1/thresholds").exchange())
                .hasStatus(409)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .contains("(expected: a name that no other rule has)");
    }

    @Test
    void get_returnsTheThresholdsOfBuiltInRules() {
        assertThat(mvc.get().uri("/api/v1/thresholds").exchange())
                .hasStatusOk()
                .bodyJson()
                .isEqualTo("""
                {"cpuUsagePercent": 80.0, "memoryUsagePercent": 85.0, "processCount": 1000}
                """);
    }

    @Test
    void put_changesGivenThresholdsOnly() {
        assertThat(put("{\"cpuUsagePercent\": 1}")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                {"cpuUsagePercent": 1.0, "memoryUsagePercent": 85.0, "processCount": 1000}
                """);
        assertThat(rules.list())
                .filteredOn(rule -> rule.definition().name().equals("CPU utilization"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.definition().thresholds().threshold(Severity.MEDIUM))
                        .isEqualTo(0.01));
        assertThat(rules.actors().getLast().name()).isEqualTo(ConfiguredKey.NAME);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"cpuUsagePercent": 100}    | cpuUsagePercent | cpuUsagePercent: 100.0 (expected: above 0 and below 100)
            {"cpuUsagePercent": "high"} | cpuUsagePercent | cpuUsagePercent: high (expected: a number)
            {"processCount": -1}        | processCount    | processCount: -1 (expected: 1 to 10000000)
            {"cpuUsage": 1}             | cpuUsage        | cpuUsage: no such member (expected: cpuUsagePercent, memoryUsagePercent, processCount)
            """)
    void mistake_isToldByItsField(String body, String field, String detail) {
        MvcTestResult result = put(body);

        assertThat(result).hasStatus(400).bodyJson().extractingPath("$.detail").isEqualTo(detail);
        assertThat(result).bodyJson().extractingPath("$.field").isEqualTo(field);
    }

    private MvcTestResult put(String body) {
        return mvc.put()
                .uri("/api/v1/thresholds")
                .header("Content-Type", "application/json")
                .content(body)
                .exchange();
    }
}
