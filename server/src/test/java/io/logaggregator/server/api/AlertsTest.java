package io.logaggregator.server.api;

import static io.logaggregator.server.api.FakeAlerts.OPEN;
import static io.logaggregator.server.api.FakeAlerts.OVER;
import static io.logaggregator.server.api.FakeAlerts.UNREACHABLE;
import static io.logaggregator.server.api.FakePorts.NOW;
import static io.logaggregator.server.api.FakePorts.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Exists;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Not;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.server.access.ConfiguredKey;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Alerts over HTTP, on alerts in memory. */
class AlertsTest extends RouteTest {

    private static final LogCondition ERRORS = new AtLeast(Level.ERROR);

    @Autowired
    private FakeAlerts alerts;

    @BeforeEach
    void forget() {
        alerts.forget();
        ports.logQueries.clear();
    }

    @Test
    void alerts_haveTheirLatestValues() {
        assertJson("/api/v1/alerts", """
                {"items": [{
                  "id": "019ab0c1-0000-7000-8000-00000000000a", "ruleId": "019ab0c1-0000-7000-8000-0000000000ff",
                  "rule": "CPU", "host": "web-1", "labels": {"host": "web-1"}, "severity": "HIGH", "highest": "CRITICAL",
                  "status": "OPEN", "openedAt": "2026-11-23T11:59:00Z", "acknowledgedAt": null, "resolvedAt": null,
                  "lastAt": "2026-11-23T12:00:00Z", "value": 0.93, "peak": 0.98, "threshold": 0.9, "occurrences": 12,
                  "annotations": null, "generatorUrl": null}],
                 "nextCursor": "YQGasMEAAHAAgAAAAAAAAAo"}
                """);
    }

    @Test
    void externalAlert_hasAnnotations_andNoValues() {
        alerts.external =
                Optional.of(new Alert.External(new TreeMap<>(Map.of("summary", "full")), "http://p/graph", NOW));

        assertJson("/api/v1/alerts/" + OPEN, """
                {"value": null, "peak": null, "threshold": null, "annotations": {"summary": "full"},
                 "generatorUrl": "http://p/graph", "transitions": [{"value": null, "threshold": null}],
                 "evidence": [{"value": null, "threshold": null}]}""");
    }

    @Test
    void alerts_areFilteredByAllParameters() {
        assertJson(
                "/api/v1/alerts?status=open,ACKNOWLEDGED&severity=high&severity=Critical&host=web-1&rule=CPU&search=web"
                        + "&from=-1h&to=2026-11-23T12:00:00Z",
                "{}");

        assertThat(alerts.query)
                .isEqualTo(new AlertQuery(
                        Set.of(AlertStatus.OPEN, AlertStatus.ACKNOWLEDGED),
                        Set.of(Severity.HIGH, Severity.CRITICAL),
                        Optional.of("web-1"),
                        Optional.of("CPU"),
                        Optional.of("web"),
                        Optional.of(NOW.minus(Duration.ofHours(1))),
                        Optional.of(NOW)));
    }

    @Test
    void alerts_withoutFilters_areAll() {
        assertJson("/api/v1/alerts", "{}");

        assertThat(alerts.query).isEqualTo(AlertQuery.ALL);
    }

    @Test
    void counts_areByStatusAndSeverity() {
        assertJson(
                "/api/v1/alerts/counts?status=OPEN&host=web-1",
                "{\"items\": [{\"status\": \"OPEN\", \"severity\": \"HIGH\", \"count\": 1}]}");

        assertThat(alerts.query.statuses()).containsExactly(AlertStatus.OPEN);
        assertThat(alerts.query.host()).contains("web-1");
    }

    @Test
    void alert_hasItsTransitionsAndEvidence() {
        assertJson("/api/v1/alerts/" + OPEN, """
                {"id": "019ab0c1-0000-7000-8000-00000000000a", "rule": "CPU", "status": "OPEN",
                 "transitions": [{"kind": "OPENED", "at": "2026-11-23T11:59:00Z", "severity": "HIGH", "value": 0.93,
                   "threshold": 0.9, "occurrences": 1, "actor": "system", "comment": ""}],
                 "evidence": [{"at": "2026-11-23T11:59:00Z", "severity": "HIGH", "value": 0.93, "threshold": 0.9,
                   "samples": [{"t": "2026-11-23T11:59:00Z", "value": 0.93}],
                   "processesAt": "2026-11-23T11:59:00Z", "comparedWith": "2026-11-23T11:54:00Z"}]}
                """);
    }

    @Test
    void evidence_listsTopAndMostChangedProcesses() {
        MvcTestResult result = mvc.get().uri("/api/v1/alerts/" + OPEN).exchange();

        assertThat(result)
                .bodyJson()
                .extractingPath("$.evidence[0].topByCpu[0]")
                .asMap()
                .containsEntry("name", "java")
                .containsEntry("change", "RUNNING")
                .containsEntry("cpuRatio", 1.5)
                .containsEntry("cpuRatioBefore", 0.5)
                .containsEntry("memoryBytes", 1_000)
                .containsEntry("memoryBytesBefore", 900);
        assertThat(result)
                .bodyJson()
                .extractingPath("$.evidence[0].topByMemory[*].name")
                .asArray()
                .containsExactly("scan", "java", "init", "idle");
        assertThat(result)
                .bodyJson()
                .extractingPath("$.evidence[0].changes[*].name")
                .asArray()
                .containsExactly("java", "backup", "scan", "idle");
        assertThat(result)
                .bodyJson()
                .extractingPath("$.evidence[0].changes[*].change")
                .asArray()
                .containsExactly("RUNNING", "ENDED", "STARTED", "STARTED");
    }

    @Test
    void logs_areOfTheHostErrorsFirst() {
        assertJson("/api/v1/alerts/" + OPEN + "/logs", """
                {"from": "2026-11-23T11:54:00Z", "to": "2026-11-23T12:00:00Z",
                 "items": [{"message": "timed out"}, {"message": "timed out"}]}
                """);

        LogCondition host = new Matches(Standard.HOST, TextPattern.of("web-1"));
        assertThat(ports.logQueries)
                .containsExactly(
                        new LogQuery(NOW.minusSeconds(360), NOW, new And(List.of(host, ERRORS))),
                        new LogQuery(NOW.minusSeconds(360), NOW, new And(List.of(host, new Not(ERRORS)))));
        assertThat(ports.limit).isEqualTo(99);
    }

    @Test
    void logs_areErrorsOnly_ifEnough() {
        assertJson("/api/v1/alerts/" + OPEN + "/logs?limit=1&before=1m&after=30s", """
                {"from": "2026-11-23T11:58:00Z", "to": "2026-11-23T11:59:30Z"}
                """);

        assertThat(ports.logQueries).hasSize(1);
    }

    @Test
    void logs_withoutHost_matchTheLabels() {
        assertJson("/api/v1/alerts/" + OVER + "/logs", "{}");

        assertThat(ports.logQueries.getFirst().condition())
                .isEqualTo(new And(List.of(
                        new Matches(LogField.Text.APPLICATION, TextPattern.of("shop")),
                        new Not(new Exists(LogField.Text.COMPONENT)),
                        ERRORS)));
    }

    @Test
    void action_isRecordedWithItsCaller() {
        assertThat(act(OPEN, "{\"status\": \"acknowledged\", \"comment\": \"on it\"}"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"status\": \"ACKNOWLEDGED\"}");

        assertThat(alerts.comment).isEqualTo("on it");
        assertThat(alerts.actor.name()).isEqualTo(ConfiguredKey.NAME);
        assertThat(alerts.actor.requestId()).isNotEmpty();
    }

    @Test
    void impossibleAction_isAConflict() {
        assertProblem(act(OVER, "{\"status\": \"ACKNOWLEDGED\"}"), 409, "is RESOLVED and cannot become ACKNOWLEDGED");
        assertProblem(act(UNKNOWN, "{\"status\": \"RESOLVED\"}"), 404, "There is no alert");
        assertProblem(act(UNREACHABLE, "{\"status\": \"RESOLVED\"}"), 503, "The database is unavailable");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"status": "OPEN"}                               | status  | status: OPEN (expected: ACKNOWLEDGED or RESOLVED)
            {"comment": "on it"}                             | status  | status: nothing (expected: ACKNOWLEDGED or RESOLVED)
            {"status": "RESOLVED", "coment": "x"}            | coment  | coment: no such member (expected:
            {"status": "RESOLVED", "comment": "a\\u0000b"}   | comment | comment: a\uFFFDb (expected: text without U+0000 and unpaired surrogates)
            {"status": "RESOLVED", "comment": "a\\ud800b"}   | comment | comment: a\uFFFDb (expected: text without U+0000 and unpaired surrogates)
            """)
    void action_thatIsMistakenIsExplained(String body, String field, String detail) {
        MvcTestResult result = act(OPEN, body);

        assertProblem(result, 400, detail);
        assertThat(result).bodyJson().extractingPath("$.field").isEqualTo(field);
    }

    @Test
    void comment_isBounded() {
        assertThat(act(OPEN, commented("é".repeat(2_000)))).hasStatusOk();
        assertProblem(
                act(OPEN, commented("é".repeat(2_001))),
                400,
                "comment: 2001 characters (expected: at most 2000 characters)");
    }

    private static String commented(String comment) {
        return "{\"status\": \"ACKNOWLEDGED\", \"comment\": \"" + comment + "\"}";
    }

    @Test
    void actions_succeedOrFailIndividually() {
        assertThat(actOnEach("[\"" + OVER + "\", \"" + UNKNOWN + "\", \"" + OPEN + "\", \"" + OPEN + "\"]"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"items": [
                          {"id": "019ab0c1-0000-7000-8000-00000000000b", "problem": {"status": 409}},
                          {"id": "019ab0c1-0000-7000-8000-000000000002", "problem": {"status": 404}},
                          {"id": "019ab0c1-0000-7000-8000-00000000000a", "status": "RESOLVED"}]}
                        """);
    }

    @Test
    void actions_stopWhenTheStoreIsUnavailable() {
        assertThat(actOnEach("[\"" + OVER + "\", \"" + UNREACHABLE + "\", \"" + OPEN + "\"]"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo(
                        "{\"items\": [{}, {\"problem\": {\"status\": 503}}, {\"problem\": {\"status\": 503}}]}");
        assertProblem(actOnEach("[\"" + UNREACHABLE + "\"]"), 503, "The database is unavailable");
    }

    @Test
    void actions_requireABoundedListOfIds() {
        String many = ("\"" + OPEN + "\",").repeat(501);
        assertProblem(actOnEach("[]"), 400, "ids: nothing (expected: 1 to 500 ids)");
        assertProblem(
                actOnEach("[" + many.substring(0, many.length() - 1) + "]"),
                400,
                "ids: 501 values (expected: 1 to 500");
        assertProblem(actOnEach("[\"1-1-1-1-1\"]"), 400, "ids[0]: 1-1-1-1-1 (expected: an id");
    }

    @Test
    void trends_coverTheLastWeek() {
        assertJson("/api/v1/alerts/trends?to=2026-11-23T12:00:00Z", """
                {"from": "2026-11-16T12:00:00Z", "to": "2026-11-23T12:00:00Z", "step": "PT3H",
                 "total": 3, "previousTotal": 2, "change": 0.5,
                 "bySeverity": {"LOW": 1, "MEDIUM": 0, "HIGH": 2, "CRITICAL": 0},
                 "byStatus": {"OPEN": 1, "ACKNOWLEDGED": 0, "RESOLVED": 2},
                 "rules": [{"name": "CPU", "alerts": 3, "previous": 2, "change": 0.5, "open": 1}],
                 "hosts": [{"name": "web-1", "alerts": 3, "previous": 0, "change": null, "open": 1}],
                 "buckets": [{"start": "2026-11-16T12:00:00Z", "total": 3, "counts": {"LOW": 1, "HIGH": 2}}],
                 "toAcknowledge": null,
                 "toResolve": {"alerts": 2, "meanSeconds": 90.5, "p95Seconds": 180.0}}
                """);
    }

    @Test
    void trends_withoutEarlierAlerts_haveNoChange() {
        alerts.previousTotal = 0;

        assertJson("/api/v1/alerts/trends?step=1d&top=1", "{\"step\": \"PT24H\", \"change\": null}");
        assertThat(alerts.step).contains(Duration.ofDays(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/alerts?status=closed        | status: closed (expected: OPEN, ACKNOWLEDGED or RESOLVED)
            /api/v1/alerts?severity=HIGH,       | severity: HIGH, (expected: LOW, MEDIUM, HIGH or CRITICAL)
            /api/v1/alerts?from=-1h&to=-2h      | from: 2026-11-23T11:00:00Z (expected: before to, 2026-11-23T10:00:00Z)
            /api/v1/alerts?hots=web-1           | hots: no such parameter (expected: cursor, from, host, limit
            /api/v1/alerts/trends?top=0         | top: 0 (expected: a whole number from 1 to 100)
            /api/v1/alerts/trends?step=1s       | step: PT1S (expected: more than
            /api/v1/notifications?alert=1       | alert: 1 (expected: an id
            """)
    void invalidRequest_isExplained(String path, String detail) {
        assertProblem(mvc.get().uri(URI.create(path)).exchange(), 400, detail);
    }

    @ParameterizedTest
    @CsvSource({"before=-1s", "before=25h", "after=5"})
    void timeAroundAnAlert_isBounded(String parameter) {
        assertProblem(
                mvc.get().uri("/api/v1/alerts/" + OPEN + "/logs?" + parameter).exchange(), 400, "at most 1d)");
    }

    @Test
    void unknownId_isNotFound() {
        assertProblem(mvc.get().uri("/api/v1/alerts/" + UNKNOWN).exchange(), 404, "There is no alert");
        assertProblem(mvc.get().uri("/api/v1/alerts/" + UNKNOWN + "/logs").exchange(), 404, "There is no alert");
    }

    private MvcTestResult act(Object id, String body) {
        return mvc.patch()
                .uri("/api/v1/alerts/" + id)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult actOnEach(String ids) {
        return mvc.post()
                .uri("/api/v1/alerts/actions")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"ids\": " + ids + ", \"status\": \"RESOLVED\"}")
                .exchange();
    }
}
