package io.logaggregator.server.api;

import static io.logaggregator.server.api.FakePorts.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of parameters. */
class InvalidRequestTest extends RouteTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/logs?hots=web-1              | hots: no such parameter (expected: application, component, cursor
            /api/v1/hosts/web-1?limit=3          | limit: no such parameter (expected: none here)
            /api/v1/host                         | name: nothing (expected: the name of a host; GET /api/v1/hosts lists them)
            /api/v1/hosts?limit=1001             | limit: 1001 (expected: a whole number from 1 to 1000)
            /api/v1/hosts?sort=size              | sort: size (expected: NAME, ENVIRONMENT, CPU, MEMORY, DISK, PROCESSES, ALERTS or SEEN)
            /api/v1/hosts?state=down             | state: down (expected: UP, NO_DATA or WITH_ALERTS)
            /api/v1/hosts?cursor=abc             | cursor: abc (expected: the nextCursor of the page before, unchanged)
            /api/v1/hosts?cursor=a*c             | cursor: a*c (expected: the nextCursor of the page before, unchanged)
            /api/v1/logs?limit=0                 | limit: 0 (expected: a whole number from 1 to 1000)
            /api/v1/logs?limit=many              | limit: many (expected: a whole number from 1 to 1000)
            /api/v1/logs?limit=1&limit=2         | limit: 1, 2 (expected: one value)
            /api/v1/logs?cursor=abc              | cursor: abc (expected: the nextCursor of the page before, unchanged)
            /api/v1/logs?cursor=a*c              | cursor: a*c (expected: the nextCursor of the page before, unchanged)
            /api/v1/logs?cursor=YQGasMEAAHAAgAAAAAAAAAo | cursor: YQGasMEAAHAAgAAAAAAAAAo (expected: the nextCursor of the page before, unchanged; this one is of another list)
            /api/v1/alerts?cursor=bAGasMEAAHAAgAAAAAAAAAE | cursor: bAGasMEAAHAAgAAAAAAAAAE (expected: the nextCursor of the page before, unchanged; this one is of another list)
            /api/v1/notifications?cursor=bAGasMEAAHAAgAAAAAAAAAE | cursor: bAGasMEAAHAAgAAAAAAAAAE (expected: the nextCursor of the page before, unchanged; this one is of another list)
            /api/v1/rejected?cursor=bAGasMEAAHAAgAAAAAAAAAE | cursor: bAGasMEAAHAAgAAAAAAAAAE (expected: the nextCursor of the page before, unchanged; this one is of another list)
            /api/v1/audit?cursor=bAGasMEAAHAAgAAAAAAAAAE | cursor: bAGasMEAAHAAgAAAAAAAAAE (expected: the nextCursor of the page before, unchanged; this one is of another list)
            /api/v1/logs?cursor=eAGasMEAAHAAgAAAAAAAAAo | cursor: eAGasMEAAHAAgAAAAAAAAAo (expected: the nextCursor of the page before, unchanged)
            /api/v1/hosts?cursor=bAGasMEAAHAAgAAAAAAAAAE | cursor: bAGasMEAAHAAgAAAAAAAAAE (expected: the nextCursor of the page before, unchanged)
            /api/v1/logs?cursor=aD_QAAAAAAAAd2ViLTE | cursor: aD_QAAAAAAAAd2ViLTE (expected: the nextCursor of the page before, unchanged)
            /api/v1/logs?level=loud              | level: loud (expected: TRACE, DEBUG, INFO, WARN, ERROR or FATAL)
            /api/v1/logs?from=yesterday          | from: yesterday (expected: RFC 3339
            /api/v1/logs?from=-15                | from: -15 (expected: RFC 3339
            /api/v1/logs?from=-99999999999999d   | from: -99999999999999d (expected: RFC 3339
            /api/v1/logs?to=1969-12-31T23:59:59Z | to: 1969-12-31T23:59:59Z (expected: a year from 1970 to 9999)
            /api/v1/logs?from=-1h&to=-2h         | from: 2026-11-23T11:00:00Z (expected: before to, 2026-11-23T10:00:00Z)
            /api/v1/logs?query=user:1            | query, at character 0: there is no field "user"
            /api/v1/logs?host=a%00b              | (expected: text without U+0000)
            /api/v1/logs/histogram?from=-32d     | from: 2026-10-22T12:00:00Z (expected: at most 31d before to, 2026
            /api/v1/logs/fields?from=-32d        | from: 2026-10-22T12:00:00Z (expected: at most 31d before to, 2026
            /api/v1/metrics/series?name=a&from=-32d | from: 2026-10-22T12:00:00Z (expected: at most 31d before to, 2026
            /api/v1/logs/histogram?step=1s       | step: PT1S (expected: more than PT58
            /api/v1/logs/histogram?step=-1m      | step: PT-1M (expected: a duration of 1ms to 36500d)
            /api/v1/logs/histogram?step=60       | step: 60 (expected: a duration
            /api/v1/logs/histogram?by=user       | by: user (expected: a field other than the message)
            /api/v1/logs/histogram?by=message    | by: message (expected: a field other than the message)
            /api/v1/logs/histogram?by=host&top=51 | top: 51 (expected: a whole number from 1 to 50)
            /api/v1/logs/fields?field=message    | field: message (expected: a field other than the message)
            /api/v1/logs?order=first             | order: first (expected: OLDEST or NEWEST)
            /api/v1/metrics/series?name=a&fn=x   | fn: x (expected: RATE
            /api/v1/metrics/series               | name: nothing (expected: the name of a metric
            /api/v1/hosts/web-1/processes?sort=x | sort: x (expected: CPU or MEMORY)
            /api/v1/integrity?count=yes          | count: yes (expected: true or false)
            /api/v1/logs/123                     | id: 123
            """)
    void invalidRequest_isExplained(String path, String detail) {
        assertProblem(mvc.get().uri(URI.create(path)).exchange(), 400, detail);
    }

    @Test
    void timeRange_isLimited_ifReadCompletely() {
        assertOk("/api/v1/logs?from=2000-01-01T00:00:00Z");
        assertOk("/api/v1/logs/histogram?from=-31d");
        assertOk("/api/v1/logs/fields?from=-31d");
        assertOk("/api/v1/metrics/series?name=cpu&from=-31d");
    }

    @Test
    void choices_areAtMostAHundred() {
        String hosts = "host=web-1&".repeat(100);
        assertOk("/api/v1/logs?" + hosts);
        assertProblem(
                mvc.get().uri("/api/v1/logs?" + hosts + "host=web-2").exchange(),
                400,
                "host: 101 values (expected: at most 100)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "application", "component", "environment", "tag"})
    void patterns_haveAtMost256Characters(String name) {
        assertOk("/api/v1/logs?" + name + "=" + "a".repeat(255) + "*");
        assertProblem(
                mvc.get()
                        .uri("/api/v1/logs?" + name + "=" + "a".repeat(256) + "*")
                        .exchange(),
                400,
                name + ": 257 characters (expected: at most 256)");
    }

    @Test
    void queryError_hasItsPosition() {
        assertThat(mvc.get().uri("/api/v1/logs").queryParam("query", "a AND (b").exchange())
                .hasStatus(400)
                .bodyJson()
                .isLenientlyEqualTo("{\"parameter\": \"query\", \"position\": 6}");
    }

    @Test
    void unknownId_isNotFound() {
        for (String path : List.of(
                "logs/" + UNKNOWN,
                "logs/" + UNKNOWN + "/context",
                "rejected/" + UNKNOWN,
                "rejected/" + UNKNOWN + "/bytes",
                "hosts/web-2",
                "hosts/web-2/processes")) {
            assertProblem(mvc.get().uri("/api/v1/" + path).exchange(), 404, "There is no ");
        }
    }
}
