package io.logaggregator.server.api;

import static io.logaggregator.server.api.FakePorts.NOW;
import static io.logaggregator.server.api.FakePorts.UNKNOWN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.AlertRules.Effect;
import io.logaggregator.core.alerting.rule.AlertRules.ResolvedAlert;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.server.access.ConfiguredKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Rules over HTTP, on rules in memory. */
class RulesTest extends RouteTest {

    private static final String CPU = """
            {"name": "CPU of web", "description": "look at top", "enabled": false,
             "condition": {"type": "threshold", "metric": "system.cpu.utilization", "comparison": "above"},
             "severities": {"MEDIUM": 0.8, "high": 0.9, "CRITICAL": 0.97},
             "for": "2m",
             "recovery": {"threshold": 0.75, "for": "PT1M"},
             "matchers": {"host": "web-*", "environment": "prod", "attributes": {"device": "sda*"}}}
            """;
    private static final String ERRORS = """
            {"name": "Errors", "severities": {"HIGH": 100},
             "condition": {"type": "logCount", "query": "level:ERROR", "groupBy": ["host", "attributes.user"],
                           "window": "5m"}}
            """;
    private static final String NO_DATA = """
            {"name": "No data", "severities": {"HIGH": 300}, "condition": {"type": "noData"}}
            """;

    @Test
    void create_acceptsEveryMember() {
        MvcTestResult result = post(CPU);

        AlertRule rule = rules.list().getFirst();
        assertThat(result).hasStatus(201).hasHeader("Location", "/api/v1/rules/" + rule.id());
        assertThat(rule.definition())
                .isEqualTo(new RuleDefinition(
                        "CPU of web",
                        "look at top",
                        false,
                        new Condition.Threshold("system.cpu.utilization"),
                        new SeverityThresholds(
                                Comparison.ABOVE,
                                Map.of(Severity.MEDIUM, 0.8, Severity.HIGH, 0.9, Severity.CRITICAL, 0.97)),
                        Duration.ofMinutes(2),
                        new Recovery(OptionalDouble.of(0.75), Duration.ofMinutes(1)),
                        new Matchers(
                                new Glob("web-*"),
                                new Glob("prod"),
                                new TreeMap<>(Map.of("device", new Glob("sda*"))))));
        assertThat(rule.origin()).isEqualTo(Origin.API);
        assertThat(rule.updatedAt()).isEqualTo(NOW);
        assertThat(result).bodyJson().isLenientlyEqualTo("""
                {"recovery": {"threshold": 0.75, "thresholds": {"MEDIUM": 0.75, "HIGH": 0.85, "CRITICAL": 0.92}}}
                """);
    }

    @Test
    void create_setsDefaults() {
        assertThat(post(NO_DATA)).bodyJson().isLenientlyEqualTo("""
                {"name": "No data", "description": "", "enabled": true,
                 "condition": {"type": "noData", "of": "host", "forgetAfter": "PT168H"},
                 "severities": {"HIGH": 300.0}, "for": "PT0S",
                 "recovery": {"threshold": null, "for": "PT0S", "thresholds": {"HIGH": 300.0}},
                 "matchers": {"host": "*", "environment": "*", "attributes": {}},
                 "version": 1, "origin": "API", "readOnly": false, "updatedAt": "2026-11-23T12:00:00Z",
                 "state": "OK", "reason": null, "notices": []}
                """);
    }

    @Test
    void create_acceptsALogCount() {
        assertThat(post(ERRORS)).hasStatus(201).bodyJson().isLenientlyEqualTo("""
                {"condition": {"type": "logCount", "query": "level:ERROR", "groupBy": ["host", "attributes.user"],
                  "window": "PT5M", "allowedLateness": "PT3M"}}
                """);
        assertThat(rules.list().getFirst().definition().condition())
                .isEqualTo(new Condition.LogCount(
                        "level:ERROR",
                        List.of(LogField.Standard.HOST, new LogField.Attribute("user")),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(3)));
    }

    @Test
    void change_isAuditedWithItsRequest() {
        mvc.post()
                .uri("/api/v1/rules")
                .header("Content-Type", "application/json")
                .header("X-Request-Id", "request-42")
                .content(NO_DATA)
                .exchange();

        assertThat(rules.actors()).containsExactly(new Actor(ConfiguredKey.NAME, "127.0.0.1", "request-42"));
    }

    @Test
    void response_isAcceptedAsRequest() throws Exception {
        MvcTestResult created = post(CPU);
        UUID id = rules.list().getFirst().id();

        assertThat(put(id, created.getResponse().getContentAsString(UTF_8)))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"version\": 1}");
    }

    @Test
    void replaceAndDelete_changeTheRule() {
        post(ERRORS);
        UUID id = rules.list().getFirst().id();

        assertThat(put(id, NO_DATA)).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                {"name": "No data", "version": 2}
                """);
        assertThat(mvc.get().uri("/api/v1/rules/" + id).exchange())
                .bodyJson()
                .isLenientlyEqualTo("{\"name\": \"No data\"}");
        assertThat(mvc.delete().uri("/api/v1/rules/" + id).exchange()).hasStatusOk();
        assertThat(rules.list()).isEmpty();
    }

    @Test
    void editAndDeletion_returnTheirEffect() {
        post(ERRORS);
        UUID id = rules.list().getFirst().id();
        rules.setEffect(id, new Effect(2, List.of(new ResolvedAlert(UNKNOWN, new TreeMap<>(Map.of("host", "web-1"))))));
        String effect = "{\"resolved\": 2, \"alerts\": [{\"id\": \"" + UNKNOWN
                + "\", \"labels\": {\"host\": \"web-1\"}}], \"alreadySilent\": 0}";

        assertThat(put(id, ERRORS)).bodyJson().isLenientlyEqualTo("{\"effect\": " + effect + "}");
        assertThat(mvc.get().uri("/api/v1/rules/" + id).exchange()).bodyJson().isLenientlyEqualTo("{\"effect\": null}");
        assertThat(mvc.delete().uri("/api/v1/rules/" + id).exchange())
                .bodyJson()
                .isStrictlyEqualTo(effect);
    }

    @Test
    void dryRun_returnsTheEffectWithoutTheChange() {
        post(ERRORS);
        AlertRule rule = rules.list().getFirst();
        rules.setEffect(rule.id(), new Effect(1, List.of()));

        assertThat(put(rule.id() + "?dryRun=true", NO_DATA))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"name\": \"No data\", \"effect\": {\"resolved\": 1}}");
        assertThat(mvc.delete()
                        .uri("/api/v1/rules/" + rule.id() + "?dryRun=true")
                        .exchange())
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"resolved\": 1}");
        assertThat(rules.list()).containsExactly(rule);
        assertThat(mvc.delete().uri("/api/v1/rules/" + UNKNOWN + "?dryRun=true").exchange())
                .hasStatus(404);
    }

    @Test
    void noDataRule_returnsTheHostsThatAreSilentAlready() {
        rules.setAlreadySilent(4_862);

        assertThat(post(NO_DATA)).hasStatus(201).bodyJson().isLenientlyEqualTo("""
                {"condition": {"alertExisting": false}, "effect": {"resolved": 0, "alerts": [], "alreadySilent": 4862}}
                """);
    }

    @Test
    void noDataRule_acceptsAlertExisting() {
        post("""
                {"name": "No data", "severities": {"HIGH": 300}, "condition": {"type": "noData", "alertExisting": true}}
                """);

        assertThat(rules.list().getFirst().definition().condition())
                .isEqualTo(new Condition.NoData(Condition.NoData.Of.HOST, Condition.NoData.FORGET_AFTER, true));
    }

    @Test
    void list_reportsUncountedGroups() {
        post(ERRORS);
        UUID id = rules.list().getFirst().id();
        rules.record(new RuleNotice(id, RuleNotice.Kind.UNCOUNTED_GROUPS, "1000", 40, 7, NOW, NOW.plusSeconds(60)));

        assertThat(mvc.get().uri("/api/v1/rules").exchange()).bodyJson().isLenientlyEqualTo("""
                {"items": [{"name": "Errors", "state": "OK", "reason": null, "notices": [{"kind": "UNCOUNTED_GROUPS", "count": 7,
                  "since": "2026-11-23T12:00:00Z", "until": "2026-11-23T12:01:00Z",
                  "detail": "More than 1000 groups: events of 7 further groups are not counted since 2026-11-23T12:00:00Z. \
                Group by a field with fewer values, or narrow the matchers."}]}]}
                """);
    }

    @Test
    void rule_hasStateErrorWithItsReason_andAllNotices() {
        post("""
                {"name": "Requests", "condition": {"type": "threshold", "metric": "requests"}, "severities": {"HIGH": 5}}""");
        UUID id = rules.list().getFirst().id();
        rules.record(new RuleNotice(id, RuleNotice.Kind.RAW_COUNTER, "requests", 1, 0, NOW, null));
        rules.record(new RuleNotice(id, RuleNotice.Kind.EVALUATION_FAILED, "query timed out", 3, 0, NOW, null));
        rules.record(RuleNotice.at(id, RuleNotice.Kind.LATE_POINTS, "", 3, NOW.minus(RuleNotice.RETENTION)));

        String failed = "Not evaluated since 2026-11-23T12:00:00Z, after 3 failures: query timed out";
        assertThat(mvc.get().uri("/api/v1/rules/" + id).exchange()).bodyJson().isLenientlyEqualTo("""
                {"state": "ERROR", "reason": "%s", "notices": [
                 {"kind": "RAW_COUNTER", "detail": "requests is a counter, which only rises: compare its rate, with fn rate.",
                  "until": null},
                 {"kind": "EVALUATION_FAILED", "detail": "%1$s", "count": 3}]}
                """.formatted(
                        failed));
    }

    @Test
    void rule_isInError_whileItsStoredQueryIsInvalid() {
        RuleDefinition definition = new RuleDefinition(
                "Errors",
                "",
                true,
                new LogCount("level:ERROR AND", List.of(), Duration.ofMinutes(5)),
                new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.HIGH, 1.0)),
                Duration.ZERO,
                Recovery.IMMEDIATE,
                Matchers.ALL);
        UUID id = UUID.randomUUID();
        rules.create(id, Origin.API, definition, Actor.SYSTEM, NOW);

        assertThat(mvc.get().uri("/api/v1/rules/" + id).exchange())
                .bodyJson()
                .hasPathSatisfying("$.state", state -> state.assertThat().isEqualTo("ERROR"))
                .hasPathSatisfying(
                        "$.reason",
                        reason -> reason.assertThat()
                                .asString()
                                .startsWith("Not evaluated, because its definition is invalid: condition.query: "))
                .hasPathSatisfying(
                        "$.notices[0].kind", kind -> kind.assertThat().isEqualTo("INVALID"));

        rules.update(id, definition.withEnabled(false), Actor.SYSTEM, NOW);
        assertThat(mvc.get().uri("/api/v1/rules/" + id).exchange())
                .bodyJson()
                .isLenientlyEqualTo("{\"state\": \"OK\", \"reason\": null, \"notices\": [{\"kind\": \"INVALID\"}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"logCount\", \"window\": \"1m\", \"query\": \"this or that\"}",
                "{\"type\": \"ratio\", \"numerator\": \"level:ERROR\", \"denominator\": \"this or that\"}"
            })
    void operatorInLowerCase_givesANotice(String condition) {
        assertThat(post("{\"name\": \"words\", \"severities\": {\"HIGH\": 0.5}, \"condition\": " + condition + "}"))
                .hasStatus(201)
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"state": "OK", "notices": [{"kind": "LOWERCASE_OPERATOR",
                          "detail": "In the query, at character 5: \\"or\\" is searched as a word; the operator is OR."}]}
                        """);
    }

    @Test
    void compositeRule_needsNoSeverities_andReportsMissingMembers() {
        post("""
                {"name": "CPU", "condition": {"type": "threshold", "metric": "cpu"}, "severities": {"HIGH": 0.9}, "notify": false}""");
        String composite = """
                {"name": "Both", "condition": {"type": "composite", "members": ["cpu"]}, "for": "1m"}""";

        assertThat(post(composite)).hasStatus(201).bodyJson().isLenientlyEqualTo("""
                {"name": "Both", "notify": true, "state": "OK", "reason": null, "notices": [], "for": "PT1M",
                 "severities": {"LOW": 0, "MEDIUM": 1, "HIGH": 2, "CRITICAL": 3},
                 "condition": {"type": "composite", "operator": "and", "members": ["cpu"], "not": [], "count": 0,
                   "groupBy": ["host"]}}
                """);
        UUID cpu = rules.list().stream()
                .filter(rule -> rule.definition().name().equals("CPU"))
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(mvc.delete().uri("/api/v1/rules/" + cpu).exchange()).hasStatusOk();
        assertThat(mvc.get().uri("/api/v1/rules").exchange()).bodyJson().isLenientlyEqualTo("""
                {"items": [{"name": "Both", "state": "OK",
                  "notices": [{"kind": "MISSING_RULE", "detail": "There is no rule cpu: it counts as not firing."}]}]}
                """);
    }

    @Test
    void rule_isInError_whileItIsSuspended() {
        post(ERRORS);
        UUID id = rules.list().getFirst().id();
        rules.record(
                new RuleNotice(id, RuleNotice.Kind.SUSPENDED, "", 1, 0, NOW.minusSeconds(599), NOW.plusSeconds(1)));

        assertThat(mvc.get().uri("/api/v1/rules").exchange()).bodyJson().isLenientlyEqualTo("""
                {"items": [{"name": "Errors", "state": "ERROR", "notices": [{"kind": "SUSPENDED"}],
                  "reason": "Its query takes too long: suspended 1 times since 2026-11-23T11:50:01Z, until \
                2026-11-23T12:00:01Z. Make the query simpler."}]}
                """);
        rules.clear();
        post(ERRORS);
        id = rules.list().getFirst().id();
        rules.record(new RuleNotice(id, RuleNotice.Kind.SUSPENDED, "", 1, 0, NOW.minusSeconds(600), NOW));

        assertThat(mvc.get().uri("/api/v1/rules/" + id).exchange())
                .bodyJson()
                .isLenientlyEqualTo("{\"state\": \"OK\", \"reason\": null, \"notices\": [{\"kind\": \"SUSPENDED\"}]}");
    }

    @Test
    void duplicateName_isAConflict() {
        post(NO_DATA);

        MvcTestResult result = post(NO_DATA);

        assertProblem(result, 409, "name: No data (expected: a name that no other rule has)");
        assertThat(result).bodyJson().extractingPath("$.field").isEqualTo("name");
    }

    @Test
    void provisionedRule_isReadOnly() {
        UUID id = given(Origin.PROVISIONED);

        assertThat(mvc.get().uri("/api/v1/rules/" + id).exchange())
                .bodyJson()
                .isLenientlyEqualTo("{\"origin\": \"PROVISIONED\", \"readOnly\": true}");
        assertProblem(put(id, NO_DATA), 409, "in aggregator.alerts.rules");
        assertProblem(mvc.delete().uri("/api/v1/rules/" + id).exchange(), 409, "in aggregator.alerts.rules");
    }

    @Test
    void builtInRule_changesItsThresholdsOnly() {
        UUID id = given(Origin.BUILT_IN);

        assertThat(put(
                        id,
                        NO_DATA.replace("300", "60").replace("\"severities\"", "\"enabled\": false, \"severities\"")))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"enabled\": false, \"severities\": {\"HIGH\": 60.0}}");
        assertProblem(put(id, NO_DATA.replace("No data", "Other")), 409, "cannot be renamed");
        assertProblem(put(id, ERRORS.replace("Errors", "No data")), 409, "its condition cannot be changed");
        assertProblem(mvc.delete().uri("/api/v1/rules/" + id).exchange(), 409, "enabled: false");
    }

    @Test
    void unknownId_isNotFound() {
        assertProblem(mvc.get().uri("/api/v1/rules/" + UNKNOWN).exchange(), 404, "There is no rule");
        assertProblem(put(UNKNOWN, NO_DATA), 404, "There is no rule");
        assertProblem(mvc.delete().uri("/api/v1/rules/" + UNKNOWN).exchange(), 404, "There is no rule");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                        | condition.type | condition.type: nothing (expected: threshold, logCount, noData, aggregate, change, ratio, composite or forecast)
            {"nam": "x"}                                              | nam            | nam: no such member (expected:
            {"condition": {"typ": "x"}}                               | condition.typ  | condition.typ: no such member (expected:
            {"condition": "x"}                                        | condition      | condition: text (expected: an object)
            {"condition": {"groupBy": "host"}}                        | condition.groupBy | condition.groupBy: text (expected: an array)
            {"name": {}}                                              | name           | name: an object (expected: text)
            {"severities": []}                                        | severities     | severities: an array (expected: an object)
            {"condition": {"type": "noData", "metric": "m"}}         | condition.metric | condition.metric: m (expected: none in a noData rule)
            {"condition": {"type": "logCount"}}                       | condition.window | condition.window: nothing (expected: a duration
            {"condition": {"type": "logCount", "window": "5"}}        | condition.window | condition.window: 5 (expected: a duration
            {"condition": {"type": "logCount", "window": "1s"}}       | condition.window | condition.window: PT1S (expected: PT10S to PT24H)
            {"condition": {"type": "logCount", "query": "a:b"}}       | condition.query | condition.query: a:b (expected: a query; at character 0: there is no field "a"
            {"condition": {"type": "logCount", "groupBy": ["x"], "window": "1m"}} | condition.groupBy[0] | condition.groupBy[0]: x (expected: host, level
            {"enabled": "yes", "condition": {"type": "noData"}}      | enabled        | enabled: yes (expected: true or false)
            {"condition": {"type": "noData"}}                        | severities     | severities: none (expected: at least one
            {"condition": {"type": "noData"}, "severities": {"BAD": 1}} | severities.BAD | severities.BAD: BAD (expected: LOW, MEDIUM, HIGH or CRITICAL)
            {"condition": {"type": "noData"}, "severities": {"LOW": "x"}} | severities.LOW | severities.LOW: x (expected: a number)
            {"condition": {"type": "noData"}, "severities": {"LOW": 1, "low": 2}} | severities.low | severities.low: twice (expected: each severity once)
            {"condition": {"type": "noData"}, "severities": {"LOW": 9}, "matchers": {"host": ""}} | matchers.host | matchers.host: nothing (expected: text
            {"condition": {"type": "noData"}, "severities": {"LOW": 9}} | name           | name: empty (expected: 1 to 100 characters
            {"name": "a\\u0000"}                                      | name           | name: a\uFFFD (expected: text without U+0000 and unpaired surrogates)
            """)
    void mistake_isToldByItsField(String body, String field, String detail) {
        MvcTestResult result = post(body);

        assertProblem(result, 400, detail);
        assertThat(result).bodyJson().extractingPath("$.field").isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1e308 | PT0S | 1.0E308 | PT0S", "-0.0 | 500ms | 0.0 | PT0.5S", "\"100\" | 0s | 100.0 | PT0S"})
    void numbersAndDurations_areAcceptedInEveryNotation(String number, String given, double high, String pending) {
        MvcTestResult result = post("""
                {"name": "n", "condition": {"type": "threshold", "metric": "m"}, "severities": {"HIGH": %s}, "for": "%s"}
                """.formatted(number, given));

        assertThat(result)
                .hasStatus(201)
                .bodyJson()
                .extractingPath("$.severities.HIGH")
                .isEqualTo(high);
        assertThat(result).bodyJson().extractingPath("$.for").isEqualTo(pending);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"LOW\": 5, \"HIGH\": 5.0} | 5    | severities.HIGH: 5.0 (expected: above 5.0, that of LOW)",
                "{\"LOW\": 5, \"HIGH\": 9}   | 5.01 | recovery.threshold: 5.01 (expected: at most 5.0, the lowest"
            })
    void thresholdsOutOfOrder_areRejected(String severities, String recovery, String detail) {
        assertProblem(post("""
                {"name": "n", "condition": {"type": "threshold", "metric": "m"}, "severities": %s,
                 "recovery": {"threshold": %s}}
                """.formatted(severities, recovery)), 400, detail);
    }

    @Test
    void patterns_haveAtMost256Characters() {
        String tooLong = "a".repeat(257);

        assertProblem(
                post(NO_DATA.replace("\"name\"", "\"matchers\": {\"host\": \"" + tooLong + "\"}, \"name\"")),
                400,
                "matchers.host: 257 characters (expected: at most 256 characters)");
        assertProblem(
                post("{\"condition\": {\"type\": \"logCount\", \"query\": \"" + tooLong + "\"}}"),
                400,
                "at character 0: this word has 257 characters, 256 are allowed");
    }

    @Test
    void matchers_haveAtMost32Attributes() {
        String attributes = IntStream.range(0, 33)
                .mapToObj(number -> "\"a%d\": \"x\"".formatted(number))
                .collect(Collectors.joining(", "));

        assertProblem(
                post(NO_DATA.replace("\"name\"", "\"matchers\": {\"attributes\": {" + attributes + "}}, \"name\"")),
                400,
                "matchers.attributes: 33 attributes (expected: at most 32)");
    }

    @Test
    void ruleBeyondTheMaximum_isAConflict() {
        post(NO_DATA);
        for (int i = 1; i < AlertRules.MAX_COUNT; i++) {
            rules.create(UUID.randomUUID(), Origin.API, named("rule " + i), Actor.SYSTEM, NOW);
        }

        assertProblem(
                post(NO_DATA.replace("No data", "one more")),
                409,
                "The number of rules has reached the maximum, 1000.");
    }

    private RuleDefinition named(String name) {
        RuleDefinition first = rules.list().getLast().definition();
        return new RuleDefinition(
                name,
                first.description(),
                first.enabled(),
                first.condition(),
                first.thresholds(),
                first.pendingPeriod(),
                first.recovery(),
                first.matchers());
    }

    @Test
    void bodyWithoutObject_isRejected() {
        assertProblem(post("[]"), 400, "The body is an array (expected: an object)");
        assertProblem(post("{\"name\": \"a\", \"name\": \"b\"}"), 400, "Duplicate");
        assertThat(rules.list()).isEmpty();
    }

    @Test
    void oversizedBody_returns413() {
        assertProblem(post("{\"name\": \"" + "a".repeat(2_000_000) + "\"}"), 413, "Document length");
        assertThat(rules.list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/*", "x*"})
    void bodyOfNoTypeInParticular_isRefused(String type) {
        MvcTestResult result = mvc.post()
                .uri("/api/v1/rules")
                .header("Content-Type", type)
                .content(NO_DATA)
                .exchange();

        assertProblem(result, 415, "(expected: application/json");
        assertThat(rules.list()).isEmpty();
    }

    @Test
    void unacceptableType_changesNothing() {
        MvcTestResult result = mvc.post()
                .uri("/api/v1/rules")
                .header("Content-Type", "application/json")
                .header("Accept", "image/png")
                .content(NO_DATA)
                .exchange();

        assertThat(result).hasStatus(406);
        assertThat(rules.list()).isEmpty();
    }

    private UUID given(Origin origin) {
        post(NO_DATA);
        AlertRule rule = rules.list().getFirst();
        rules.clear();
        return rules.create(rule.id(), origin, rule.definition(), Actor.SYSTEM, NOW)
                .id();
    }

    private MvcTestResult post(String body) {
        return mvc.post()
                .uri("/api/v1/rules")
                .header("Content-Type", "application/json")
                .content(body)
                .exchange();
    }

    private MvcTestResult put(UUID id, String body) {
        return put(id.toString(), body);
    }

    private MvcTestResult put(String id, String body) {
        return mvc.put()
                .uri("/api/v1/rules/" + id)
                .header("Content-Type", "application/json")
                .content(body)
                .exchange();
    }
}
