package io.logaggregator.server.api;

import static io.logaggregator.server.api.AlertPorts.OURS;
import static io.logaggregator.server.api.FakePorts.NOW;
import static io.logaggregator.server.api.FakePorts.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.silence.Inhibition;
import io.logaggregator.core.alerting.silence.MatcherGrammar;
import io.logaggregator.core.alerting.silence.MuteInterval;
import io.logaggregator.core.alerting.silence.NamedDefinitions;
import io.logaggregator.core.alerting.silence.RecurringTime;
import io.logaggregator.core.alerting.silence.Silence;
import io.logaggregator.core.alerting.silence.Silences;
import io.logaggregator.testkit.fakes.FakeChannels;
import io.logaggregator.testkit.fakes.FakeNamedDefinitions;
import io.logaggregator.testkit.fakes.FakeSilences;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Silences, mute intervals, inhibitions and the API of Alertmanager over HTTP, on definitions in memory. */
class SilencesTest extends RouteTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String FINGERPRINT = "%016x"
            .formatted(Labels.ofHost("web-1", Map.of())
                    .fingerprint(FakeAlerts.RULE)
                    .getLeastSignificantBits());
    private static final UUID IMPORTED = UUID.fromString("0e7b1c5c-8f0c-4a38-9d2a-1f9f6f1f2a10");

    @Autowired
    private FakeSilences silences;

    @Autowired
    private FakeNamedDefinitions<MuteInterval> intervals;

    @Autowired
    private FakeNamedDefinitions<Inhibition> inhibitions;

    @Autowired
    private FakeChannels channels;

    @Autowired
    private FakeAlerts alerts;

    @BeforeEach
    void clear() {
        silences.clear();
        intervals.clear();
        inhibitions.clear();
        channels.reset();
        alerts.forget();
    }

    @Test
    void silence_isCreatedListedAndExpired() {
        MvcTestResult created = post("/api/v1/silences", silence("host", "web-1", "2026-11-23T14:00:00Z"));
        assertThat(created).hasStatus(201).bodyJson().isLenientlyEqualTo("""
                {"status": {"state": "active"}, "startsAt": "2026-11-23T12:00:00Z", "endsAt": "2026-11-23T14:00:00Z",
                 "createdBy": "test", "comment": "patch day",
                 "matchers": [{"name": "host", "value": "web-1", "isRegex": false, "isEqual": true}]}
                """);
        String location = String.valueOf(created.getResponse().getHeader("Location"));
        assertJson(location, "{\"comment\": \"patch day\"}");
        assertJson("/api/v1/silences?state=active", "{\"items\": [{\"comment\": \"patch day\"}]}");

        assertThat(mvc.delete().uri(location).exchange()).hasStatus(204);
        assertThat(mvc.delete().uri(location).exchange()).hasStatus(204);
        assertJson(location, "{\"status\": {\"state\": \"expired\"}}");
        assertJson("/api/v1/silences?state=active", "{\"items\": []}");
    }

    @Test
    void alerts_haveTheirSilences() {
        assertJson("/api/v1/alerts", "{\"items\": [{\"silencedBy\": [], \"inhibitedBy\": []}]}");

        JsonNode silence = json(post("/api/v1/silences", silence("host", "web-1", "2026-11-23T14:00:00Z")));

        String expected = "{\"silencedBy\": [\"" + silence.get("id").asString() + "\"], \"inhibitedBy\": []}";
        assertJson("/api/v1/alerts", "{\"items\": [" + expected + "]}");
        assertJson("/api/v1/alerts/" + FakeAlerts.OPEN, expected);
    }

    @Test
    void end_ofActiveSilenceChanges_otherChangesReplaceIt() {
        JsonNode silence = json(post("/api/v1/silences", silence("host", "web-1", "2026-11-23T14:00:00Z")));
        String id = silence.get("id").asString();

        MvcTestResult longer = post("/api/v1/silences", silence.toString().replace("T14:00:00Z", "T15:00:00Z"));
        assertThat(json(longer).get("id").asString()).isEqualTo(id);

        MvcTestResult other = post("/api/v1/silences", silence.toString().replace("web-1", "web-2"));
        assertThat(json(other).get("id").asString()).isNotEqualTo(id);
        assertJson("/api/v1/silences/" + id, "{\"status\": {\"state\": \"expired\"}}");
        assertThat(post("/api/v1/silences", silence.toString().replace(id, UNKNOWN.toString())))
                .hasStatus(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"matchers\": [], \"endsAt\": \"2026-11-23T14:00:00Z\"}",
                "{\"matchers\": [null], \"endsAt\": \"2026-11-23T14:00:00Z\"}",
                "{\"matchers\": [{\"name\": \"a\", \"value\": \"b\"}]}",
                "{\"matchers\": [{\"name\": \"a\", \"value\": \"b\"}], \"endsAt\": \"2026-11-23T11:00:00Z\"}",
                "{\"matchers\": [{\"name\": \"a\", \"value\": \"(\", \"isRegex\": true}], \"endsAt\": \"2026-11-23T14:00:00Z\"}",
                "{\"matchers\": [{\"name\": \"a\", \"value\": \"\"}], \"endsAt\": \"2026-11-23T14:00:00Z\"}",
                "{\"id\": 7, \"matchers\": [{\"name\": \"a\", \"value\": \"b\"}], \"endsAt\": \"2026-11-23T14:00:00Z\"}"
            })
    void invalidSilence_isRejected(String body) {
        assertThat(post("/api/v1/silences", body)).hasStatus(400);
        assertThat(post("/api/v2/silences", body)).hasStatus(400);
        assertThat(silences.list()).isEmpty();
    }

    @Test
    void preview_returnsMatchingAlerts() {
        assertThat(post("/api/v1/silences/preview", silence("alertname", "CPU", "2026-11-23T14:00:00Z")))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"count": 1, "alerts": [{"id": "019ab0c1-0000-7000-8000-00000000000a",
                         "labels": {"alertname": "CPU", "host": "web-1", "severity": "high"}}]}
                        """);
        assertThat(post("/api/v1/silences/preview", silence("host", "web-2", "2026-11-23T14:00:00Z")))
                .bodyJson()
                .isLenientlyEqualTo("{\"count\": 0, \"alerts\": []}");
        assertThat(silences.list()).isEmpty();
    }

    @Test
    void import_keepsIds_skipsExpired_andCanBeRepeated() {
        String body = """
                [{"id": "%s", "status": {"state": "active"}, "updatedAt": "2026-11-20T00:00:00.000Z", "comment": "c",
                  "createdBy": "Ann", "startsAt": "2026-11-20T00:00:00.000Z", "endsAt": "2026-11-30T00:00:00.000Z",
                  "matchers": [{"isEqual": true, "isRegex": true, "name": "host", "value": "web-.*"}]},
                 {"id": "0e7b1c5c-8f0c-4a38-9d2a-1f9f6f1f2a11", "status": {"state": "expired"},
                  "updatedAt": "2026-11-20T00:00:00.000Z", "comment": "", "createdBy": "Ann",
                  "startsAt": "2026-11-20T00:00:00.000Z", "endsAt": "2026-11-21T00:00:00.000Z",
                  "matchers": [{"isRegex": false, "name": "host", "value": "db"}]}]""".formatted(IMPORTED);

        assertThat(post("/api/v1/silences/import", body))
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo("{\"created\": 1, \"changed\": 0, \"unchanged\": 0, \"expired\": 1}");
        assertThat(post("/api/v1/silences/import", body))
                .bodyJson()
                .isStrictlyEqualTo("{\"created\": 0, \"changed\": 0, \"unchanged\": 1, \"expired\": 1}");
        assertJson("/api/v1/silences/" + IMPORTED, "{\"createdBy\": \"Ann\", \"startsAt\": \"2026-11-20T00:00:00Z\"}");
        assertThat(post("/api/v1/silences/import", "[null]")).hasStatus(400);
        assertThat(post(
                        "/api/v1/silences/import",
                        Collections.nCopies(1_001, "{}").toString()))
                .hasStatus(400);
    }

    @Test
    void silences_areLimited() {
        for (int count = 0; count < Silences.MAX_COUNT; count++) {
            silences.create(
                    new Silence(
                            UUID.randomUUID(),
                            MatcherGrammar.matchers("m", "a=b"),
                            FakePorts.NOW,
                            FakePorts.NOW.plusSeconds(60),
                            "",
                            "",
                            FakePorts.NOW),
                    Actor.SYSTEM,
                    FakePorts.NOW);
        }

        assertProblem(post("/api/v1/silences", silence("host", "x", "2026-11-23T14:00:00Z")), 409, "maximum, 1000");
    }

    @Test
    void interval_isUsedByChannels_andProtectedWhileUsed() {
        MvcTestResult created = post("/api/v1/mute-intervals", """
                {"name": "nights", "intervals": [
                  {"times": ["22:00-24:00", "00:00-06:00"], "weekdays": ["monday:friday"], "days_of_month": ["1:-1"],
                   "location": "Europe/Berlin"},
                  {"weekdays": ["Saturday", "sunday"]}]}""");
        assertThat(created).hasStatus(201).bodyJson().isLenientlyEqualTo("""
                {"name": "nights", "running": false, "intervals": [
                  {"times": ["22:00-24:00", "00:00-06:00"], "weekdays": ["monday:friday"], "daysOfMonth": ["1:-1"],
                   "location": "Europe/Berlin"},
                  {"weekdays": ["Saturday", "sunday"], "location": "UTC"}]}""");
        String location = String.valueOf(created.getResponse().getHeader("Location"));

        String channel = """
                {"type": "webhook", "name": "on call", "mute": ["nights"], "onMute": "drop", "active": []}""";
        assertThat(put("/api/v1/channels/" + OURS, channel))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"mute\": [\"nights\"], \"active\": [], \"onMute\": \"DROP\"}");
        assertProblem(put("/api/v1/channels/" + OURS, channel.replace("nights", "days")), 400, "mute: days");
        assertProblem(mvc.delete().uri(location).exchange(), 409, "on call");
        assertProblem(put(location, "{\"name\": \"other\", \"intervals\": [{}]}"), 409, "on call");
        assertThat(put(location, "{\"name\": \"nights\", \"intervals\": [{}]}")).hasStatusOk();

        channels.reset();
        assertThat(mvc.delete().uri(location).exchange()).hasStatus(204);
        assertThat(mvc.get().uri(location).exchange()).hasStatus(404);
    }

    @Test
    void intervalAndInhibitionOfTheSettings_areReadOnly() {
        UUID interval = NamedDefinitions.provisionedId("mute interval", "nights");
        intervals.create(
                new MuteInterval(interval, NOW, "nights", List.of(RecurringTime.of(Map.of(), "UTC"))),
                Actor.SYSTEM,
                NOW);
        UUID inhibition = NamedDefinitions.provisionedId("inhibition", "down");
        inhibitions.create(
                new Inhibition(
                        inhibition,
                        NOW,
                        "down",
                        MatcherGrammar.matchers("source", "a=b"),
                        MatcherGrammar.matchers("target", "a=c"),
                        List.of()),
                Actor.SYSTEM,
                NOW);
        Map<String, String> bodies = Map.of(
                "/api/v1/mute-intervals/" + interval, "{\"name\": \"nights\", \"intervals\": [{}]}",
                "/api/v1/inhibitions/" + inhibition,
                        "{\"name\": \"down\", \"source\": [\"a=b\"], \"target\": [\"a=d\"]}");

        bodies.forEach((path, body) -> {
            assertJson(path, "{\"readOnly\": true}");
            assertProblem(put(path, body), 409, "read-only");
            assertProblem(mvc.delete().uri(path).exchange(), 409, "read-only");
            assertJson(path, "{\"readOnly\": true}");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\": \"x\", \"intervals\": []}",
                "{\"name\": \"\", \"intervals\": [{}]}",
                "{\"name\": \"x\", \"intervals\": [{\"times\": [\"25:00-26:00\"]}]}",
                "{\"name\": \"x\", \"intervals\": [{\"times\": [null]}]}",
                "{\"name\": \"x\", \"intervals\": [{\"location\": \"Moon\"}]}"
            })
    void invalidInterval_isRejected(String body) {
        assertProblem(post("/api/v1/mute-intervals", body), 400, "expected");
    }

    @Test
    void inhibition_isCreatedReplacedAndDeleted() {
        MvcTestResult created = post("/api/v1/inhibitions", """
                {"name": "down", "source": ["alertname=\\"Host down\\""], "target": ["severity!=critical"],
                 "equal": ["host"]}""");
        assertThat(created).hasStatus(201).bodyJson().isLenientlyEqualTo("""
                {"name": "down", "source": ["alertname=\\"Host down\\""], "target": ["severity!=\\"critical\\""],
                 "equal": ["host"]}""");
        String location = String.valueOf(created.getResponse().getHeader("Location"));

        assertProblem(
                post("/api/v1/inhibitions", "{\"name\": \"down\", \"source\": [\"a=b\"], \"target\": [\"a=c\"]}"),
                409,
                "down");
        assertProblem(
                put(location, "{\"name\": \"down\", \"source\": [\"a=b c\"], \"target\": [\"a=c\"]}"), 400, "classic");
        assertThat(put(location, "{\"name\": \"up\", \"source\": [\"a=b\"], \"target\": [\"a=c\"]}"))
                .hasStatusOk();
        assertJson("/api/v1/inhibitions", "{\"items\": [{\"name\": \"up\", \"equal\": []}]}");
        assertThat(mvc.delete().uri(location).exchange()).hasStatus(204);
        assertThat(mvc.delete().uri(location).exchange()).hasStatus(404);
    }

    @Test
    void alertmanager_servesAlertsAndSilences() {
        MvcTestResult created = post("/api/v2/silences", silence("host", "web-1", "2026-11-23T14:00:00Z"));
        assertThat(created).hasStatusOk();
        String id = json(created).get("silenceID").asString();

        assertJson("/api/v2/silences?filter=host=web-1", "[{\"id\": \"" + id + "\"}]");
        assertJson("/api/v2/silences?filter=host=web-2", "[]");
        assertJson("/api/v2/silence/" + id, "{\"createdBy\": \"test\"}");
        assertThat(mvc.get().uri("/api/v2/alerts").exchange())
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("""
                [{"labels": {"alertname": "CPU", "host": "web-1", "severity": "high"}, "fingerprint": "%s",
                  "receivers": [{"name": "archive"}, {"name": "on call"}], "startsAt": "2026-11-23T11:59:00Z",
                  "updatedAt": "2026-11-23T12:00:00Z", "endsAt": "2026-11-23T12:05:00Z",
                  "status": {"state": "suppressed", "silencedBy": ["%s"], "inhibitedBy": []}}]""".formatted(FINGERPRINT, id));
        assertJson("/api/v2/alerts?silenced=false", "[]");
        assertJson("/api/v2/alerts?filter=alertname=~\"C.*\"&filter=host!=db", "[{}]");
        assertJson("/api/v2/alerts?receiver=on.*", "[{}]");
        assertJson("/api/v2/alerts?receiver=on", "[]");
        assertJson("/api/v2/alerts/groups?receiver=archive", """
                [{"labels": {"alertname": "CPU"}, "receiver": {"name": "archive"}, "alerts": [{}]}]""");
        assertJson("/api/v2/receivers", "[{\"name\": \"archive\"}, {\"name\": \"on call\"}]");
        assertJson("/api/v2/status", "{\"cluster\": {\"status\": \"disabled\"}}");

        assertThat(mvc.delete().uri("/api/v2/silence/" + id).exchange()).hasStatusOk();
        assertJson("/api/v2/alerts", "[{\"status\": {\"state\": \"active\"}}]");
    }

    @Test
    void alertmanager_servesExternalAlert() {
        alerts.external = Optional.of(
                new Alert.External(new TreeMap<>(Map.of("summary", "full")), "http://p/graph", NOW.plusSeconds(90)));

        assertJson("/api/v2/alerts", """
                [{"annotations": {"summary": "full"}, "generatorURL": "http://p/graph", "endsAt": "2026-11-23T12:01:30Z"}]""");
    }

    @Test
    void alertmanager_returnsErrorsAsText() {
        for (String path :
                new String[] {"/api/v2/alerts?filter=a", "/api/v2/silences?filter=a=b%20c", "/api/v2/alerts?receiver=("
                }) {
            assertThat(mvc.get().uri(URI.create(path)).exchange())
                    .hasStatus(400)
                    .hasContentType(MediaType.APPLICATION_JSON)
                    .bodyText()
                    .startsWith("\"");
        }
        assertThat(mvc.get().uri("/api/v2/silence/" + UNKNOWN).exchange())
                .hasStatus(404)
                .bodyText()
                .startsWith("\"");
    }

    private static String silence(String name, String value, String end) {
        return """
                {"matchers": [{"name": "%s", "value": "%s", "isRegex": false}], "startsAt": "2026-11-23T11:00:00Z",
                 "endsAt": "%s", "createdBy": "test", "comment": "patch day"}""".formatted(name, value, end);
    }

    private MvcTestResult post(String path, String body) {
        return mvc.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult put(String path, String body) {
        return mvc.put()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private static JsonNode json(MvcTestResult result) {
        try {
            return JSON.readTree(result.getResponse().getContentAsString());
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
