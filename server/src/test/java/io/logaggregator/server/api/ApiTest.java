package io.logaggregator.server.api;

import static io.logaggregator.server.api.FakePorts.ID;
import static io.logaggregator.server.api.FakePorts.NOW;
import static io.logaggregator.server.api.FakePorts.UNKNOWN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.hosts.HostQuery;
import io.logaggregator.core.ledger.Ledger;
import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Or;
import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.match.AttributeReader;
import io.logaggregator.core.metrics.MetricFunction;
import io.logaggregator.core.metrics.MetricSearch;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.server.access.AccessPorts;
import io.logaggregator.server.logs.tail.FakeTail;
import io.logaggregator.server.settings.AggregatorSettings.EnrichmentSettings;
import io.logaggregator.server.settings.AggregatorSettings.ExportSettings;
import io.logaggregator.server.settings.AggregatorSettings.IngestSettings;
import io.logaggregator.server.settings.AggregatorSettings.MemorySettings;
import io.logaggregator.server.settings.AggregatorSettings.TailSettings;
import io.logaggregator.server.settings.ApiSettings;
import io.logaggregator.server.settings.ExampleSettings;
import io.logaggregator.server.settings.GatewaySettings;
import io.logaggregator.server.settings.HttpSettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.QueueSettings.TopicFormat;
import io.logaggregator.server.settings.values.OptionalFile;
import io.logaggregator.testkit.fakes.FakeAlertRules;
import io.logaggregator.wire.attributes.JsonAttributes;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.util.unit.DataSize;

/** Every route, through Spring's own machinery, on ports that know one of everything. */
@SpringBootTest(
        classes = ApiTest.Application.class,
        properties = {
            "management.endpoint.health.group.liveness.include=livenessState",
            "management.endpoint.health.group.readiness.include=readinessState"
        })
@AutoConfigureMockMvc
class ApiTest {

    private static final String LOG =
            "{\"timestamp\":\"2026-11-23T11:59:00Z\",\"host\":\"web-1\",\"message\":\"hello\"}";
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private FakePorts ports;

    @BeforeEach
    void forget() {
        ports.hostName = "web-1";
        ports.published.clear();
        ports.queueIsAway = false;
        ports.rejectedValue = "{\"broken\"".getBytes(UTF_8);
    }

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
    void fields_haveTheirTopValues() {
        assertJson("/api/v1/logs/fields", """
                {"items": [{"field": "attributes.status", "values": [{"value": "500", "count": 7}]}]}
                """);
    }

    @Test
    void hosts_haveTheirLatestValues() {
        String host = """
                {"name": "web-1", "state": "UP", "firstSeenAt": "2026-11-23T11:00:00Z", "lastSeenAt": "2026-11-23T12:00:00Z",
                 "cpuUtilization": 0.25, "memoryUtilization": null, "processCount": 412, "cpuCount": null,
                 "os": "linux", "arch": null, "openAlerts": 3,
                 "metrics": {"system.cpu.utilization": 0.25, "system.process.count": 412.0}}
                """;
        assertJson("/api/v1/hosts", "{\"items\": [" + host + """
                ], "counts": {"total": 4, "up": 3, "noData": 1, "withAlerts": 2}}
                """);
        assertJson("/api/v1/hosts/web-1", host);
    }

    @Test
    void hosts_arePaged() {
        assertOk("/api/v1/hosts?name=Web&state=no_data&sort=cpu&limit=1");
        assertThat(ports.hostQuery)
                .isEqualTo(new HostQuery(
                        Optional.of("Web"),
                        Optional.of(HostQuery.State.NO_DATA),
                        HostQuery.Order.CPU,
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

    @Test
    void rejectedBytes_areText_ifUtf8() {
        assertJson("/api/v1/rejected", """
                {"items": [{"id": "019ab0c1-0000-7000-8000-000000000001", "topic": "logs", "partition": 3, "offset": 42,
                   "rejectedAt": "2026-11-23T12:00:00Z", "reason": "MALFORMED", "detail": "at byte 9: the end",
                   "key": "k", "replayedAt": null, "sizeBytes": 9, "truncated": false,
                   "text": "{\\"broken\\"", "base64": null}],
                 "nextCursor": null}
                """);
        ports.rejectedValue = new byte[] {(byte) 0xff, 0};
        assertJson("/api/v1/rejected/" + ID, "{\"text\": null, \"base64\": \"/wA=\"}");
    }

    @Test
    void rejectedText_isTruncatedBetweenCharacters() {
        ports.rejectedValue = ("a" + "é".repeat(600)).getBytes(UTF_8);

        assertJson(
                "/api/v1/rejected",
                "{\"items\": [{\"sizeBytes\": 1201, \"truncated\": true, \"text\": \"a" + "é".repeat(511) + "\"}]}");
    }

    @Test
    void rejectedBytes_areADownload() {
        MvcTestResult result =
                mvc.get().uri("/api/v1/rejected/" + ID + "/bytes").exchange();

        assertThat(result)
                .hasStatusOk()
                .hasContentType("application/octet-stream")
                .hasHeader("Content-Disposition", "attachment; filename=\"" + ID + ".bin\"");
        assertThat(result.getResponse().getContentAsByteArray()).isEqualTo(ports.rejectedValue);
    }

    @Test
    void replay_appendsTheSameBytesToTheSameTopic() {
        MvcTestResult result =
                mvc.post().uri("/api/v1/rejected/" + ID + "/replay").exchange();

        assertThat(result).hasStatusOk().bodyJson().isLenientlyEqualTo("{\"replayedAt\": \"2026-11-23T12:00:00Z\"}");
        OutgoingMessage again = ports.published.getFirst();
        assertThat(again.topic()).isEqualTo("logs");
        assertThat(again.key()).containsExactly('k');
        assertThat(again.value()).isEqualTo(ports.rejectedValue);
    }

    @Test
    void integrity_hasTheLedgerAndOptionalCounts() {
        assertJson("/api/v1/integrity", """
                {"balanced": true,
                 "total": {"messages": 10, "observed": 8, "rejected": 1, "ignored": 1},
                 "partitions": [{"topic": "logs", "topicId": "topic-id", "partition": 3, "first": 100, "next": 115,
                   "balanced": true, "messages": 10, "absent": 2, "lost": 3, "logEvents": 20}],
                 "gaps": [{"topic": "logs", "partition": 3, "from": 100, "to": 103}],
                 "rows": []}
                """);
        assertJson("/api/v1/integrity?count=true", """
                {"balanced": false,
                 "rows": [{"kind": "logEvents", "appended": 20, "stored": 18, "expired": 1, "balanced": false}]}
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/logs?hots=web-1              | hots: no such parameter (expected: application, component, cursor
            /api/v1/hosts/web-1?limit=3          | limit: no such parameter (expected: none here)
            /api/v1/host                         | name: nothing (expected: the name of a host; GET /api/v1/hosts lists them)
            /api/v1/hosts?limit=1001             | limit: 1001 (expected: a whole number from 1 to 1000)
            /api/v1/hosts?sort=size              | sort: size (expected: NAME, CPU, MEMORY, DISK, PROCESSES, ALERTS or SEEN)
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

    @Test
    void ingest_acceptsAnObjectAnArrayOrLines() {
        assertThat(post("logs", JSON, LOG)).hasStatus(202).bodyJson().isEqualTo("{\"accepted\": 1, \"rejected\": []}");
        assertThat(post("logs", JSON, " [" + LOG + " , " + LOG + "] ")).hasStatus(202);
        assertThat(post("logs", LINES, LOG + "\r\n\n" + LOG)).hasStatus(202);

        assertThat(ports.published).hasSize(5).allSatisfy(message -> {
            assertThat(message.topic()).isEqualTo("logs");
            assertThat(message.key()).asString(UTF_8).isEqualTo("web-1");
            assertThat(message.value()).asString(UTF_8).isEqualToIgnoringWhitespace(LOG);
        });
    }

    @Test
    void ingest_acceptsValidElementsAndListsTheRest() {
        assertThat(post("logs", JSON, "[" + LOG + ", 7, \"é\", [{}], " + LOG + "]"))
                .hasStatus(202)
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"accepted": 2, "rejected": [
                          {"index": 1, "reason": "MALFORMED", "detail": "not a JSON object"},
                          {"index": 2, "reason": "MALFORMED"}, {"index": 3, "reason": "MALFORMED"}]}
                        """);
        assertThat(ports.published).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"log-aggregator-canary", "Log-Aggregator-Canary"})
    void ingest_rejectsTheReservedApplication(String application) {
        String hidden = """
                {"host": "hidden", "application": "%s", "level": "FATAL", "message": "evade"}
                """.formatted(application);

        assertThat(post("logs", JSON, "[" + LOG + ", " + hidden + "]"))
                .hasStatus(202)
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"accepted": 1, "rejected": [{"index": 1, "reason": "RESERVED", "detail": "application: \
                        log-aggregator-canary (expected: another name, this one is reserved for the server)"}]}
                        """);
        assertProblem(post("logs", JSON, hidden), 422, "All elements are rejected");
        assertThat(ports.published).hasSize(1);
    }

    @Test
    void metricIngest_usesTheAgentTopic() {
        assertThat(post("metrics", JSON, """
                {"timestamp": "2026-11-23T11:59:00Z", "host": {"hostname": "web-1"}, "metrics": {"cpu_usage": 5}}
                """)).hasStatus(202);

        assertThat(ports.published.getFirst().topic()).isEqualTo("system-metrics");
    }

    @Test
    void ingest_rejectsABodyWithoutValidElements() {
        MvcTestResult result = post("logs", LINES, "nonsense\n42");

        assertProblem(result, 422, "All elements are rejected");
        assertThat(result)
                .bodyJson()
                .isLenientlyEqualTo("{\"accepted\": 0, \"rejected\": [{\"index\": 0}, {\"index\": 1}]}");
        assertThat(ports.published).isEmpty();
    }

    @Test
    void ingest_rejectsInvalidElementsOfArrayAlone() {
        String invalidUtf8 = "[" + LOG + ",{\"host\":\"h\",\"message\":\"caf\u00e9\"}," + LOG + "]";
        assertThat(post("logs", JSON, invalidUtf8, ISO_8859_1))
                .hasStatus(202)
                .bodyJson()
                .isLenientlyEqualTo("{\"accepted\": 3, \"rejected\": []}");
        assertThat(ports.published).hasSize(3);
        assertThat(new String(ports.published.get(1).value(), ISO_8859_1)).endsWith("\"caf\u00e9\"}");

        for (String invalid : List.of(
                "{\"message\" 1}",
                "{\"message\":\"caf\u00e9\" 1}",
                "{\"a\":" + "[".repeat(600) + "]".repeat(600) + "}")) {
            assertThat(post("logs", JSON, "[" + LOG + "," + invalid + "," + LOG + "]", ISO_8859_1))
                    .hasStatus(202)
                    .bodyJson()
                    .isLenientlyEqualTo("{\"accepted\": 2, \"rejected\": [{\"index\": 1}]}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-ndjson",
                "application/ndjson",
                "application/jsonl",
                "application/x-jsonlines",
                "application/stream+json",
                "application/ndjson;charset=utf-8",
                "application/x-ndjson; charset=US-ASCII"
            })
    void ndjson_hasSeveralNames(String type) {
        assertThat(post("logs", type, LOG + "\n" + LOG))
                .hasStatus(202)
                .bodyJson()
                .isLenientlyEqualTo("{\"accepted\": 2}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;charset=ISO-8859-1",
                "application/x-ndjson;charset=windows-1252",
                "application/json;charset=UTF-16"
            })
    void charset_isUtf8(String type) {
        assertProblem(post("logs", type, LOG), 415, "(expected: UTF-8, or no charset)");
        assertThat(ports.published).isEmpty();
    }

    @Test
    void ingest_rejectsElementWithTooManyObservations() {
        String many = "{\"data\":[" + String.join(",", Collections.nCopies(20_000, LOG)) + "]}";

        assertThat(post("logs", JSON, "[" + LOG + "," + many + "]"))
                .hasStatus(202)
                .bodyJson()
                .isLenientlyEqualTo("{\"accepted\": 1, \"rejected\": [{\"index\": 1, \"reason\": \"TOO_LARGE\"}]}");
    }

    @Test
    void ingest_acceptsByteOrderMark() {
        assertThat(post("logs", "application/x-ndjson", "\uFEFF" + LOG + "\n" + LOG))
                .hasStatus(202)
                .bodyJson()
                .isLenientlyEqualTo("{\"accepted\": 2, \"rejected\": []}");
    }

    @Test
    void ingest_rejectsUnreadableBodies() {
        assertProblem(post("logs", JSON, ""), 400, "The body is empty");
        assertProblem(post("logs", JSON, "  "), 400, "The body is empty");
        assertProblem(post("logs", JSON, "[" + LOG + ", {"), 400, "The body is not JSON, at byte ");
        assertProblem(post("logs", JSON, LOG + "\n" + LOG), 400, "application/x-ndjson");
        assertProblem(post("logs", JSON, "[" + "1,".repeat(10_000) + "1]"), 413, "more than 10000 elements");
        assertProblem(post("logs", JSON, " ".repeat((8 << 20) + 1)), 413, "larger than 8388608 bytes");
        assertProblem(post("logs", JSON, "[".repeat(10_000)), 400, "nesting depth");
        assertProblem(post("logs", JSON, "[{},{}]", UTF_16LE), 400, "not UTF-8, at byte 1");
        assertProblem(post("logs", "text/plain", LOG), 415, "(expected: application/json or application/x-ndjson or");
        assertThat(ports.published).isEmpty();
    }

    @Test
    void ingest_withUnavailableQueue_returns503() {
        ports.queueIsAway = true;

        assertProblem(post("logs", JSON, LOG), 503, "The queue is unavailable");
    }

    private MvcTestResult post(String resource, String type, String body) {
        return post(resource, type, body, UTF_8);
    }

    private MvcTestResult post(String resource, String type, String body, Charset charset) {
        return mvc.post()
                .uri("/api/v1/" + resource)
                .header("Content-Type", type)
                .content(body.getBytes(charset))
                .exchange();
    }

    private void assertOk(String path) {
        assertThat(mvc.get().uri(path).exchange()).hasStatusOk();
    }

    private void assertJson(String path, String expected) {
        assertThat(mvc.get().uri(path).exchange()).hasStatusOk().bodyJson().isLenientlyEqualTo(expected);
    }

    private static void assertProblem(MvcTestResult result, int status, String detail) {
        assertThat(result).hasStatus(status).hasContentType("application/problem+json");
        assertThat(result).bodyJson().extractingPath("$.detail").asString().contains(detail);
    }

    private static LogCondition is(Standard field, String text) {
        return new Matches(field, TextPattern.of(text));
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @Import({AlertPorts.class, AccessPorts.class, WithKey.class})
    @EnableAutoConfiguration
    @ComponentScan(
            basePackages = {
                "io.logaggregator.server.http",
                "io.logaggregator.server.overload",
                "io.logaggregator.server.web",
                "io.logaggregator.server.security",
                "io.logaggregator.server.logs",
                "io.logaggregator.server.metrics",
                "io.logaggregator.server.hosts",
                "io.logaggregator.server.alerting.api",
                "io.logaggregator.server.notifications.api",
                "io.logaggregator.server.access.api",
                "io.logaggregator.server.ingest.api"
            },
            excludeFilters = @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
    static class Application {

        @Bean
        FakePorts ports() {
            return new FakePorts();
        }

        @Bean
        LogSearch logs(FakePorts ports) {
            return ports.logs;
        }

        @Bean
        LogExport export(FakePorts ports) {
            return ports.export;
        }

        @Bean
        LogTail tail() {
            return new FakeTail();
        }

        @Bean
        AttributeReader attributeReader() {
            return new JsonAttributes();
        }

        @Bean
        TailSettings tailSettings() {
            return new TailSettings(10, DataSize.ofMegabytes(1), Duration.ofSeconds(10));
        }

        @Bean
        IngestSettings ingestSettings() {
            return new IngestSettings(1, 100, DataSize.ofMegabytes(1), 100, 100, 100);
        }

        @Bean
        ExportSettings exportSettings() {
            return new ExportSettings(1, DataSize.ofKilobytes(10));
        }

        @Bean
        MetricSearch metrics(FakePorts ports) {
            return ports.metrics;
        }

        @Bean
        HostDirectory hosts(FakePorts ports) {
            return ports.hosts;
        }

        @Bean
        RejectedMessages rejectedMessages(FakePorts ports) {
            return ports.rejectedMessages;
        }

        @Bean
        Ledger ledger(FakePorts ports) {
            return ports.ledger;
        }

        @Bean
        FakeAlertRules alertRules() {
            return new FakeAlertRules();
        }

        @Bean
        FakeAuditLog auditLog() {
            return new FakeAuditLog();
        }

        @Bean
        EnrichmentSettings enrichmentSettings() {
            return new EnrichmentSettings("prod", "", "", List.of(), ZoneOffset.UTC, Duration.ofMinutes(10));
        }

        @Bean
        FakeStoredHistory storedHistory() {
            return new FakeStoredHistory();
        }

        @Bean
        MessageQueue queue(FakePorts ports) {
            return ports.queue;
        }

        @Bean
        InstantSource clock() {
            return InstantSource.fixed(NOW);
        }

        @Bean
        GatewaySettings gatewaySettings() {
            return ExampleSettings.gateways();
        }

        @Bean
        MemorySettings memorySettings() {
            return ExampleSettings.memory();
        }

        @Bean
        ApiSettings apiSettings() {
            return ExampleSettings.api();
        }

        @Bean
        HttpSettings httpSettings() {
            return ExampleSettings.http();
        }

        @Bean
        QueueSettings queueSettings() {
            return new QueueSettings(
                    List.of(TopicFormat.of("system-metrics=agent"), TopicFormat.of("logs=log")),
                    new QueueSettings.Kafka(
                            "unused:1", "unused", "", Duration.ofSeconds(1), OptionalFile.of(""), Map.of()));
        }
    }
}
