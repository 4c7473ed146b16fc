package io.logaggregator.server.api;

import static io.logaggregator.server.api.FakePorts.ID;
import static io.logaggregator.server.api.FakePorts.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.hosts.HostQuery;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Or;
import io.logaggregator.core.logs.LogExport.Order;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.metrics.MetricFunction;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogField.Standard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes of logs, hosts and metrics. */
class QueryRoutesTest extends RouteTest {

    @Test
    void logs_haveJsonAttributesAndACursor() {
        assertJson("/api/v1/logs", """
                {"items": [{
                  "id": "019ab0c1-0000-7000-8000-000000000001",
                  "observedAt": "2026-11-23T11:59:55Z", "receivedAt": "2026-11-23T11:59:56Z",
                  "host": "web-1", "level": "ERROR", "message": "timed out",
                  "environment": "prod", "application": "shop", "component": "", "correlationId": "abc",
                  "tags": ["slow"], "attributes": {"status": 500}}],
                 "nextCursor": "bAGasMEAAHAAgAAAAAAAAAE"}
                """);
    }

    @Test
    void logs_areFilteredByAllParameters() {
        assertOk("/api/v1/logs?query=timeout&level=warning&host=web-*&host=db-1&tag=slow&limit=7");

        assertThat(ports.logQuery.condition())
                .isEqualTo(new And(List.of(
                        is(Standard.MESSAGE, "timeout"),
                        new AtLeast(Level.WARN),
                        new Or(List.of(
                                new Matches(
                                        Standard.HOST,
                                        new TextPattern(List.of(
                                                new TextPattern.Part.Literal("web-"), new TextPattern.Part.AnyText()))),
                                is(Standard.HOST, "db-1"))),
                        is(Standard.TAG, "slow"))));
        assertThat(ports.limit).isEqualTo(7);
    }

    @Test
    void logs_coverTheLastDayAndFutureTimes() {
        assertOk("/api/v1/logs");

        assertThat(ports.logQuery)
                .isEqualTo(new LogQuery(
                        NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofMinutes(10)), LogCondition.ALL));
        assertThat(ports.limit).isEqualTo(100);
        assertThat(ports.after).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-15m, 2026-11-23T11:45:00Z",
        "-PT15M, 2026-11-23T11:45:00Z",
        "-P1D, 2026-11-22T12:00:00Z",
        "2026-11-23T10:00:00.5Z, 2026-11-23T10:00:00.5Z",
        "2026-11-23T10:00:00+01:00, 2026-11-23T09:00:00Z",
        "2026-11-23T10:00:00 01:00, 2026-11-23T09:00:00Z"
    })
    void from_isAbsoluteOrRelative(String from, Instant expected) {
        mvc.get().uri("/api/v1/logs").queryParam("from", from).exchange();

        assertThat(ports.logQuery.from()).isEqualTo(expected);
    }

    @Test
    void lowerCaseOperator_hasNotice() {
        assertThat(mvc.get()
                        .uri("/api/v1/logs")
                        .queryParam("query", "this or that")
                        .exchange())
                .hasStatusOk()
                .hasHeader("Query-Notice", "at character 5: \"or\" is searched as a word; the operator is OR");
        assertThat(mvc.get()
                        .uri("/api/v1/logs")
                        .queryParam("query", "this OR that")
                        .exchange())
                .doesNotContainHeader("Query-Notice");
    }

    @Test
    void cursor_isTheStartOfTheNextPage() {
        assertOk("/api/v1/logs?cursor=bAGasMEAAHAAgAAAAAAAAAE");

        assertThat(ports.after).contains(ID);
    }

    @Test
    void log_isReturnedAloneAndWithItsContext() {
        assertJson("/api/v1/logs/" + ID, "{\"message\": \"timed out\"}");
        assertJson("/api/v1/logs/" + ID + "/context?before=3&after=0", """
                {"before": [{"message": "timed out"}], "event": {"message": "timed out"}, "after": []}
                """);
    }

    @Test
    void histogram_choosesAStep() {
        assertJson("/api/v1/logs/histogram?from=-1h", """
                {"from": "2026-11-23T11:00:00Z", "to": "2026-11-23T12:10:00Z", "step": "PT5M",
                 "items": [{"start": "2026-11-23T12:00:00Z", "total": 3, "counts": {"WARN": 2, "ERROR": 1}}]}
                """);
        assertOk("/api/v1/logs/histogram?from=-1h&step=1m");
        assertThat(ports.step).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void histogram_byField() {
        assertJson("/api/v1/logs/histogram?from=-1h&by=attributes.http.status&top=4", """
                {"values": ["shop"], "items": [{"start": "2026-11-23T12:00:00Z", "total": 5, "counts": {"shop": 4}}]}
                """);
        assertJson("/api/v1/logs/histogram?from=-1h", """
                {"values": ["FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"]}
                """);
    }

    @Test
    void logs_oldestFirst() {
        assertOk("/api/v1/logs?order=oldest");
        assertThat(ports.logOrder).isEqualTo(Order.OLDEST_FIRST);
        assertOk("/api/v1/logs");
        assertThat(ports.logOrder).isEqualTo(Order.NEWEST_FIRST);
    }

    @Test
    void fields_haveTheirTopValues() {
        assertJson("/api/v1/logs/fields", """
                {"events": 9, "items": [{"field": "attributes.status", "values": [{"value": "500", "count": 7}],
                 "statistics": {"count": 7, "min": 1.0, "avg": 2.5, "p50": 2.0, "p95": 3.0, "p99": 3.0, "max": 4.0}}]}
                """);
        assertJson("/api/v1/logs/fields?field=host&contains=Web-&limit=60", """
                {"items": [{"field": "host", "values": [{"value": "Web-60", "count": 7}]}]}
                """);
    }

    @Test
    void hosts_haveTheirLatestValues() {
        String host = """
                {"name": "web-1", "environment": "prod", "state": "UP", "firstSeenAt": "2026-11-23T11:00:00Z", "lastSeenAt": "2026-11-23T12:00:00Z",
                 "cpuUtilization": 0.25, "memoryUtilization": null, "processCount": 412, "cpuCount": null,
                 "os": "linux", "arch": null, "openAlerts": 3,
                 "metrics": {"system.cpu.utilization": 0.25, "system.process.count": 412.0}}
                """;
        assertJson("/api/v1/hosts", "{\"items\": [" + host + """
                ], "counts": {"total": 4, "up": 3, "noData": 1, "withAlerts": 2,
                               "environments": [{"environment": "prod", "total": 4}]}}
                """);
        assertJson("/api/v1/hosts/web-1", host);
    }

    @Test
    void hosts_arePaged() {
        assertOk("/api/v1/hosts?name=Web&state=no_data&environment=prod&sort=cpu&reverse=true&limit=1");
        assertThat(ports.hostQuery)
                .isEqualTo(new HostQuery(
                        Optional.of("Web"),
                        Optional.of(HostQuery.State.NO_DATA),
                        Optional.of("prod"),
                        HostQuery.Order.CPU,
                        true,
                        NOW.minus(Duration.ofMinutes(2))));

        String next = "aD_QAAAAAAAAd2ViLTE"; // 0.25 and the name
        assertJson("/api/v1/hosts?sort=cpu&cursor=" + next, "{\"nextCursor\": \"" + next + "\"}");
    }

    @Test
    void host_isFoundAndRemoved() {
        assertThat(mvc.delete().uri("/api/v1/hosts/web-1").exchange()).hasStatus(204);
        assertProblem(mvc.delete().uri("/api/v1/hosts/nobody").exchange(), 404, "There is no host nobody.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a\\b", "50%", "a;b=c", "..", "ü?#&+ x"})
    void hostOfAnyName_isUsable(String name) {
        ports.hostName = name;

        assertThat(mvc.get().uri("/api/v1/host?name={name}", name).exchange())
                .bodyJson()
                .extractingPath("$.name")
                .isEqualTo(name);
        assertThat(mvc.get().uri("/api/v1/host/processes?name={name}", name).exchange())
                .bodyJson()
                .extractingPath("$.host")
                .isEqualTo(name);
        assertThat(mvc.delete().uri("/api/v1/host?name={name}", name).exchange())
                .hasStatus(204);
    }

    @Test
    void processes_areSortedByCpuOrMemory() {
        assertJson("/api/v1/hosts/web-1/processes?limit=1", """
                {"host": "web-1", "observedAt": "2026-11-23T12:00:00Z", "processCount": 2,
                 "items": [{"pid": 7, "name": "java", "cpuRatio": 1.5, "memoryBytes": 5000, "status": "R"}]}
                """);
        assertJson("/api/v1/hosts/web-1/processes?sort=memory&limit=1&at=-1h", "{\"items\": [{\"pid\": 1}]}");
        assertThat(ports.processesAt).isEqualTo(NOW.minus(Duration.ofHours(1)));
    }

    @Test
    void metrics_areListedAndQueried() {
        assertJson("/api/v1/metrics", """
                {"items": [{"name": "system.cpu.utilization", "hosts": 1, "series": 2}]}
                """);
        assertJson("/api/v1/metrics/series?name=cpu&host=web-1&from=-10m&to=-5m", """
                {"from": "2026-11-23T11:50:00Z", "to": "2026-11-23T11:55:00Z", "step": "PT5S",
                 "items": [{"host": "web-1", "metric": "cpu", "attributes": {"cpu": "0"},
                   "points": [{"t": "2026-11-23T12:00:00Z", "min": 0.1, "avg": 0.2, "max": 0.3, "count": 4}]}]}
                """);
    }

    @Test
    void metricFunction_givesOneValuePerStep() {
        assertJson("/api/v1/metrics/series?name=cpu&from=-10m&to=-5m&fn=rate&groupBy=host&groupBy=cpu", """
                {"from": "2026-11-23T11:50:00Z", "to": "2026-11-23T11:55:00Z", "step": "PT5S",
                 "items": [{"host": "web-1", "metric": "cpu", "attributes": {"cpu": "0"},
                   "points": [{"t": "2026-11-23T12:00:00Z", "value": 0.5}]}]}
                """);
        assertThat(ports.aggregation).satisfies(query -> {
            assertThat(query.function()).isEqualTo(MetricFunction.RATE);
            assertThat(query.groupBy()).contains(List.of("host", "cpu"));
        });
        assertOk("/api/v1/metrics/series?name=cpu&groupBy=");
        assertThat(ports.aggregation).satisfies(query -> {
            assertThat(query.function()).isEqualTo(MetricFunction.AVG);
            assertThat(query.groupBy()).contains(List.of());
        });
    }

    private static LogCondition is(Standard field, String text) {
        return new Matches(field, TextPattern.of(text));
    }
}
