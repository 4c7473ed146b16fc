package io.logaggregator.server.api;

import static io.logaggregator.server.api.AlertPorts.OURS;
import static io.logaggregator.server.api.AlertPorts.PROVISIONED;
import static io.logaggregator.server.api.FakePorts.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.testkit.fakes.FakeChannels;
import io.logaggregator.testkit.fakes.FakeOutbox;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Channels and notifications over HTTP, on channels in memory. */
class ChannelsTest extends RouteTest {

    private static final String URL = "\"url\": \"https://example.org/hook\"";
    private static final String PATH = "/api/v1/channels/" + OURS;
    private static final String CHANNEL = """
            {"name": "chat", "enabled": false, "type": "webhook", "url": "https://example.org/chat",
             "secret": "hidden", "minSeverity": "medium", "rule": "CPU*", "host": "db-*"}
            """;

    @Autowired
    private FakeChannels channels;

    @Autowired
    private FakeNotifier notifier;

    @Autowired
    private FakeOutbox outbox;

    @BeforeEach
    void forget() {
        channels.reset();
        notifier.forget();
        AlertPorts.fill(outbox);
    }

    @Test
    void channels_hideTheirSecrets() {
        MvcTestResult result = mvc.get().uri("/api/v1/channels").exchange();

        assertThat(result).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                {"items": [
                  {"id": "019ab0c1-0000-7000-8000-000000000001", "origin": "API", "readOnly": false,
                   "updatedAt": "2026-11-23T12:00:00Z", "name": "on call", "enabled": true, "type": "webhook",
                   "url": "https://example.org/***", "signed": true, "minSeverity": "HIGH", "rule": "*",
                   "host": "web-*"},
                  {"name": "archive", "origin": "PROVISIONED", "readOnly": true}]}
                """);
        assertThat(result).bodyText().doesNotContain("s3cret", "/hook");
    }

    @Test
    void channel_isCreatedAsSent() {
        MvcTestResult result = post(CHANNEL);

        assertThat(result).hasStatus(201).bodyJson().isLenientlyEqualTo("""
                {"origin": "API", "name": "chat", "enabled": false, "url": "https://example.org/***", "signed": true,
                 "minSeverity": "MEDIUM", "rule": "CPU*", "host": "db-*"}
                """);
        String location = result.getResponse().getHeader("Location");
        assertThat(mvc.get().uri(String.valueOf(location)).exchange()).hasStatusOk();
    }

    @Test
    void channel_hasDefaults() {
        assertThat(post("{\"name\": \" chat \", \"type\": \"webhook\", " + URL + "}"))
                .hasStatus(201)
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"name": "chat", "enabled": true, "signed": false, "minSeverity": "LOW", "rule": "*",
                         "host": "*"}
                        """);
    }

    @Test
    void groupsAndDelays_areReturnedWithDefaultsOfTheType() {
        assertThat(post("{\"name\": \"a\", \"type\": \"teams\", " + URL + "}"))
                .hasStatus(201)
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"groupBy": ["rule"], "groupInterval": "PT1M", "notifyAfter": null, "repeatInterval": null,
                         "failure": null}
                        """);
        assertThat(post("{\"name\": \"b\", \"type\": \"webhook\", \"groupBy\": [\"host\"], \"groupInterval\": \"30s\","
                        + " \"notifyAfter\": \"15m\", \"repeatInterval\": \"4h\", " + URL + "}"))
                .hasStatus(201)
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"groupBy": ["host"], "groupInterval": "PT30S", "notifyAfter": "PT15M", "repeatInterval": "PT4H"}
                        """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            webhook | "groupBy": ["a", "a"]                      | groupBy
            webhook | "groupBy": ["a", "b", "c", "d", "e"]       | groupBy
            webhook | "groupBy": [""]                            | groupBy
            webhook | "groupInterval": "0s"                      | groupInterval
            webhook | "groupInterval": "2d"                      | groupInterval
            webhook | "notifyAfter": "8d"                        | notifyAfter
            webhook | "repeatInterval": "59s"                    | repeatInterval
            webhook | "repeatInterval": "soon"                   | repeatInterval
            opsgenie | "apiKey": "k", "groupBy": ["rule"]        | groupBy
            """)
    void invalidGroupsAndDelays_areRejected(String type, String members, String field) {
        assertThat(post("{\"name\": \"a\", \"type\": \"" + type + "\", " + members + ", " + URL + "}"))
                .hasStatus(400)
                .bodyText()
                .contains('"' + field + '"');
    }

    @Test
    void notifyFiring_addsNotificationsForANewChannel() {
        long before = outbox.count(Notification.Status.PENDING);

        post("{\"name\": \"a\", \"type\": \"webhook\", " + URL + "}");
        assertThat(outbox.count(Notification.Status.PENDING)).isEqualTo(before);
        assertThat(post("{\"name\": \"b\", \"type\": \"webhook\", \"notifyFiring\": true, " + URL + "}"))
                .hasStatus(201);
        assertThat(outbox.count(Notification.Status.PENDING)).isEqualTo(before + 1);
    }

    @Test
    void closeAlerts_sendsTheirEndBeforeTheDeletion() {
        outbox.end(FakePorts.ID, Notification.Status.SENT, "");
        notifier.outcome = new Outcome.Retry("status 503", Optional.empty());
        assertThat(mvc.delete().uri(PATH + "?closeAlerts=true").exchange())
                .hasStatus(409)
                .bodyText()
                .contains("status 503");
        assertThat(mvc.get().uri(PATH).exchange()).hasStatusOk();

        notifier.outcome = new Outcome.Delivered();
        assertThat(mvc.delete().uri(PATH + "?closeAlerts=true&dryRun=true").exchange())
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo("{\"closed\": 1}");
        assertThat(notifier.sent).hasSize(1);
        assertThat(mvc.delete().uri(PATH + "?closeAlerts=true").exchange())
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo("{\"closed\": 1}");

        assertThat(notifier.sent.getLast().transition().kind()).isEqualTo(AlertTransition.Kind.RESOLVED);
        assertThat(notifier.sent.getLast().alert().status()).isEqualTo(AlertStatus.RESOLVED);
    }

    @Test
    void kinds_describeTheMembersOfEachType() {
        assertThat(mvc.get().uri("/api/v1/channels/kinds").exchange())
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"items": [
                          {"type": "webhook", "groupBy": [], "settings": [
                            {"name": "url", "required": true, "form": "URL", "shownAs": null, "maxLength": 2000},
                            {"name": "secret", "required": false, "form": "SECRET", "shownAs": "signed"}]},
                          {"type": "slack", "groupBy": ["rule"]}, {"type": "slack-webhook"},
                          {"type": "pagerduty", "groupBy": null, "settings": [
                            {"name": "routingKey", "required": true, "form": "SECRET", "shownAs": "hasKey"},
                            {"name": "region", "required": false, "form": "TEXT", "expected": "us (default) or eu"}]},
                          {}, {}, {}, {}, {}, {}, {}, {}, {}]}
                        """);
    }

    @Test
    void deliveries_areInTheChannel() {
        assertThat(mvc.get().uri(PATH).exchange())
                .bodyJson()
                .isLenientlyEqualTo("{\"deliveries\": {\"lastSentAt\": null, \"pending\": 1, \"failed\": 1}}");

        outbox.delivered(FakePorts.ID, Optional.empty(), Optional.empty(), FakePorts.NOW);
        assertThat(mvc.get().uri(PATH).exchange()).bodyJson().isLenientlyEqualTo("""
                        {"deliveries": {"lastSentAt": "2026-11-23T12:00:00Z", "pending": 0, "failed": 1}}
                        """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            channel=019ab0c1-0000-7000-8000-000000000001               | 2
            channel=019ab0c1-0000-7000-8000-00000000000d               | 0
            channel=019ab0c1-0000-7000-8000-000000000001&status=failed | 1
            status=FAILED,PENDING                                      | 2
            status=MUTED                                               | 0
            """)
    void notifications_areFilteredByChannelAndStatus(String filter, int count) {
        assertThat(mvc.get().uri("/api/v1/notifications?" + filter).exchange())
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.items.length()")
                .isEqualTo(count);
    }

    @Test
    void retry_sendsFailedNotificationsAgain() {
        assertThat(retry(PATH, "{\"status\": \"FAILED\", \"to\": \"2020-01-01T00:00:00Z\"}"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"resent\": 0}");
        assertThat(retry(PATH, "{\"status\": \"SENT\"}")).hasStatus(400);
        assertThat(retry("/api/v1/channels/" + FakePorts.UNKNOWN, "{\"status\": \"FAILED\"}"))
                .hasStatus(404);
        assertThat(retry("/api/v1/notifications/" + FakePorts.UNKNOWN, ""))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"status\": \"PENDING\", \"attempts\": 0, \"repeat\": 0, \"group\": null}");
        assertThat(retry("/api/v1/notifications/" + FakePorts.UNKNOWN, "")).hasStatus(409);
        assertThat(retry("/api/v1/notifications/" + new UUID(7, 7), "")).hasStatus(404);
        outbox.end(FakePorts.UNKNOWN, Notification.Status.FAILED, "status 404");
        assertThat(retry(PATH, "{\"status\": \"FAILED\", \"to\": \"2100-01-01T00:00:00Z\"}"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"resent\": 1}");
    }

    private MvcTestResult retry(String resource, String body) {
        return mvc.post()
                .uri(resource + "/retry")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    @Test
    void secret_isKept_ifAbsent() {
        put(OURS, "{\"name\": \"on call\", \"type\": \"webhook\", " + URL + "}");
        assertThat(secret()).isEqualTo("s3cret");

        put(OURS, "{\"name\": \"on call\", \"type\": \"webhook\", \"secret\": \"other\", " + URL + "}");
        assertThat(secret()).isEqualTo("other");

        put(OURS, "{\"name\": \"on call\", \"type\": \"webhook\", \"secret\": \"\", " + URL + "}");
        assertThat(secret()).isEmpty();
    }

    @Test
    void otherUrl_removesTheSecret_unlessGiven() {
        put(OURS, "{\"type\": \"webhook\", \"name\": \"on call\"}");
        assertThat(url()).isEqualTo("https://example.org/hook");
        assertThat(secret()).isEqualTo("s3cret");

        assertThat(put(OURS, CHANNEL)).hasStatusOk();
        assertThat(url()).isEqualTo("https://example.org/chat");
        assertThat(secret()).isEqualTo("hidden");

        assertThat(put(OURS, "{\"name\": \"on call\", \"type\": \"webhook\", " + URL + "}"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"signed\": false}");
        assertThat(secret()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.net/***",
                "https://example.org/hunter2/***",
                "ftp://example.org/hunter2",
                "https://example.org/hunter2 x",
                "hunter2"
            })
    void rejectedUrl_isNotShown(String url) {
        MvcTestResult result = put(OURS, "{\"name\": \"on call\", \"type\": \"webhook\", \"url\": \"" + url + "\"}");

        assertProblem(result, 400, "url: ");
        assertThat(result).bodyText().doesNotContain("hunter2", "https://");
        assertThat(url()).isEqualTo("https://example.org/hook");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"secret\": {\"a\": \"hunter2\"}",
                "\"secret\": [\"hunter2\"]",
                "\"secret\": \"hunter2",
                "\"name\": \"b\", \"secret\": \"hunter2\", \"enabled\": \"maybe\""
            })
    void invalidBody_showsNoSecret(String member) {
        MvcTestResult result = post("{\"name\": \"chat\", \"type\": \"webhook\", " + URL + ", " + member + "}");

        assertThat(result).hasStatus(400).bodyText().doesNotContain("hunter2", "/hook");
    }

    @Test
    void response_isAcceptedAsRequest() throws Exception {
        String shown = mvc.get()
                .uri("/api/v1/channels/" + OURS)
                .exchange()
                .getResponse()
                .getContentAsString();

        assertThat(put(OURS, shown.replace("on call", "at night")))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"name\": \"at night\", \"signed\": true, \"host\": \"web-*\"}");
        assertThat(url()).isEqualTo("https://example.org/hook");
    }

    @Test
    void channel_isDeletedOnce() {
        assertThat(delete(OURS)).hasStatusOk().bodyJson().isStrictlyEqualTo("{\"closed\": 0}");
        assertProblem(delete(OURS), 404, "There is no channel");
    }

    @Test
    void channelOfTheConfiguration_isReadOnly() {
        assertProblem(put(PROVISIONED, CHANNEL), 409, "is defined in the settings");
        assertProblem(delete(PROVISIONED), 409, "is defined in the settings");
        assertThat(test(PROVISIONED)).hasStatusOk();
    }

    @Test
    void name_isUnique() {
        assertProblem(
                post(CHANNEL.replace("\"chat\"", "\"On Call\"")), 409, "name: On Call (expected: a name that no other");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "name": "chat"                  | "name": " "               | name        | name: nothing (expected: a name
            "type": "webhook"               | "type": "pigeon"          | type        | type: pigeon (expected: webhook or
            "type": "webhook"               | "type": null              | type        | type: nothing (expected: webhook or
            https://example.org/chat        | ftp://example.org         | url         | url: another URL (expected: http or https
            https://example.org/chat        | https:///chat             | url         | url: another URL (expected: http or https
            https://example.org/chat        | /chat                     | url         | url: another URL (expected: http or https
            https://example.org/chat        | https://a b               | url         | url: no URL (expected: http or https
            https://example.org/chat        | https://u:pw@example.org/ | url         | url: a URL with user and password (expected:
            "minSeverity": "medium"         | "minSeverity": "loud"     | minSeverity | minSeverity: loud (expected: LOW, MEDIUM
            "rule": "CPU*"                  | "rule": ""                | rule        | rule: nothing (expected: a pattern of 1 to 200 characters
            "enabled": false                | "enabled": "maybe"        | enabled     | enabled: maybe (expected: true or false)
            "rule": "CPU*"                  | "rules": "CPU*"           | rules       | rules: no such member (expected:
            """)
    void invalidRequest_isExplained(String right, String wrong, String field, String detail) {
        MvcTestResult result = post(CHANNEL.replace(right, wrong));

        assertProblem(result, 400, detail);
        assertThat(result).bodyJson().extractingPath("$.field").isEqualTo(field);
        assertThat(channels.list()).hasSize(2);
    }

    @Test
    void test_sendsASampleAlert() {
        assertThat(test(OURS))
                .hasStatusOk()
                .bodyJson()
                .isEqualTo("{\"outcome\": \"DELIVERED\", \"reason\": \"\", \"durationMillis\": 0, \"body\": null}");
        assertThat(test(OURS)).hasStatusOk();

        Notification first = notifier.sent.getFirst();
        assertThat(first.id()).isNotEqualTo(notifier.sent.getLast().id());
        assertThat(first.alert().ruleName()).isEqualTo("Test notification");
        assertThat(first.alert().labels().values()).containsEntry("test", "true");
        assertThat(first.transition().comment()).isEqualTo("A test of the channel on call. No action is needed.");
    }

    @Test
    void test_returnsTheOutcome() {
        notifier.outcome = new Outcome.Retry("no answer within PT10S", Optional.empty());
        assertThat(test(OURS))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"outcome\": \"RETRY\", \"reason\": \"no answer within PT10S\"}");

        notifier.outcome = new Outcome.Rejected("410 Gone");
        assertThat(test(OURS))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"outcome\": \"REFUSED\", \"reason\": \"410 Gone\"}");
    }

    @Test
    void test_showsBodyOfTemplate() {
        MvcTestResult created = post("""
                {"name": "templated", "type": "template", "url": "https://example.org/in",
                 "authorization": "Token sesame", "body": "{\\"text\\": \\"{{rule}} {{severity}}\\"}"}
                """);
        assertThat(created)
                .hasStatus(201)
                .bodyJson()
                .extractingPath("$.hasAuthorization")
                .isEqualTo(true);
        assertThat(created).bodyText().doesNotContain("sesame");
        UUID id = channels.list().stream()
                .filter(channel -> channel.definition().name().equals("templated"))
                .findFirst()
                .orElseThrow()
                .id();

        assertThat(test(id))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.body")
                .isEqualTo("{\"text\": \"Test notification LOW\"}");
    }

    @Test
    void everyType_showsNoSecret() {
        for (String channel : List.of(
                "\"type\": \"slack\", \"token\": \"xoxb-sesame\", \"channel\": \"#ops\"",
                "\"type\": \"pagerduty\", \"routingKey\": \"sesame\"",
                "\"type\": \"email\", \"url\": \"smtp://mail.example.org\", \"username\": \"ann\","
                        + " \"password\": \"sesame\", \"from\": \"a@example.org\", \"to\": \"b@example.org\"",
                "\"type\": \"teams\", \"url\": \"https://example.org/sesame\"",
                "\"type\": \"telegram\", \"token\": \"1:sesame\", \"chat\": \"-1\"",
                "\"type\": \"ntfy\", \"url\": \"https://ntfy.sh\", \"topic\": \"ops\", \"token\": \"sesame\"",
                "\"type\": \"opsgenie\", \"url\": \"https://api.opsgenie.com\", \"apiKey\": \"sesame\"",
                "\"type\": \"alertmanager\", \"url\": \"https://am.example.org\", \"username\": \"ann\","
                        + " \"password\": \"sesame\"")) {
            MvcTestResult created = post("{\"name\": \"one\", " + channel + "}");

            assertThat(created).as(channel).hasStatus(201).bodyText().doesNotContain("sesame");
            Channel stored = channels.list().stream()
                    .filter(one -> one.definition().name().equals("one"))
                    .findFirst()
                    .orElseThrow();
            assertThat(stored.definition().target().secrets().values()).anyMatch(text -> text.contains("sesame"));
            assertThat(stored.definition().target().settings().toString()).doesNotContain("sesame");
            channels.delete(stored.id(), Actor.SYSTEM, FakePorts.NOW);
        }
    }

    @Test
    void unknownId_isNotFound() {
        assertProblem(mvc.get().uri("/api/v1/channels/" + UNKNOWN).exchange(), 404, "There is no channel");
        assertProblem(put(UNKNOWN, CHANNEL), 404, "There is no channel");
        assertProblem(test(UNKNOWN), 404, "There is no channel");
    }

    @Test
    void notifications_haveTheirLastError() {
        assertThat(mvc.get()
                        .uri("/api/v1/notifications?alert=" + FakeAlerts.OPEN)
                        .exchange())
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"items": [
                          {"id": "019ab0c1-0000-7000-8000-000000000001",
                           "alertId": "019ab0c1-0000-7000-8000-00000000000a",
                           "channelId": "019ab0c1-0000-7000-8000-000000000001", "transition": "OPENED",
                           "status": "PENDING", "attempts": 1, "createdAt": "2026-11-23T12:00:00Z",
                           "nextAt": "2026-11-23T12:00:30Z", "sentAt": null, "lastError": "no answer"},
                          {"status": "FAILED", "attempts": 9, "nextAt": null, "lastError": "410 Gone"}],
                         "nextCursor": null}
                        """);
        assertThat(mvc.get().uri("/api/v1/notifications?alert=" + UNKNOWN).exchange())
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"items\": []}");
    }

    private String url() {
        return channels.find(OURS).orElseThrow().definition().target().secret("url");
    }

    private String secret() {
        return channels.find(OURS).orElseThrow().definition().target().secret("secret");
    }

    private MvcTestResult post(String body) {
        return mvc.post()
                .uri("/api/v1/channels")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult put(UUID id, String body) {
        return mvc.put()
                .uri("/api/v1/channels/" + id)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult delete(UUID id) {
        return mvc.delete().uri("/api/v1/channels/" + id).exchange();
    }

    private MvcTestResult test(UUID id) {
        return mvc.post().uri("/api/v1/channels/" + id + "/test").exchange();
    }
}
