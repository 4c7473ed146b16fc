package io.logaggregator.notifiers.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Refused;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.notifiers.Json;
import io.logaggregator.notifiers.Notifications;
import io.logaggregator.notifiers.Receiver;
import io.logaggregator.notifiers.Senders;
import io.logaggregator.notifiers.http.HttpSender;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagerDutyNotifierIT {

    private static final Set<String> MEMBERS =
            Set.of("routing_key", "event_action", "dedup_key", "payload", "images", "links", "client", "client_url");
    private static final Set<String> PAYLOAD =
            Set.of("summary", "source", "severity", "timestamp", "component", "group", "class", "custom_details");

    private final Receiver service = new Receiver();
    private final HttpSender sender = Senders.sender();
    private final PagerDutyNotifier notifier =
            new PagerDutyNotifier(sender, Senders.LINKS, service.url("/us/v2/enqueue"), service.url("/eu/v2/enqueue"));

    PagerDutyNotifierIT() {
        service.answer = exchange -> Receiver.answer(
                exchange,
                isValid(service.calls.getLast().body()) ? 202 : 400,
                "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"x\"}");
    }

    @AfterEach
    void close() {
        sender.close();
        service.close();
    }

    /** The rules of the Events API, and its limits. */
    private static boolean isValid(String body) {
        Map<String, Object> event = Json.object(body);
        if (!MEMBERS.containsAll(event.keySet())
                || body.getBytes(StandardCharsets.UTF_8).length > 512_000
                || String.valueOf(event.get("routing_key")).length() != 32
                || String.valueOf(event.get("dedup_key")).length() > 255) {
            return false;
        }
        if (!"trigger".equals(event.get("event_action"))) {
            return Set.of("acknowledge", "resolve").contains(event.get("event_action"))
                    && event.containsKey("dedup_key");
        }
        if (!(event.get("payload") instanceof Map<?, ?> payload)) {
            return false;
        }
        String summary = String.valueOf(payload.get("summary"));
        return PAYLOAD.containsAll(payload.keySet())
                && !summary.isEmpty()
                && summary.codePointCount(0, summary.length()) <= 1_024
                && payload.get("source") instanceof String
                && Set.of("critical", "error", "warning", "info").contains(payload.get("severity"));
    }

    @ParameterizedTest
    @CsvSource({"LOW, info", "MEDIUM, warning", "HIGH, error", "CRITICAL, critical"})
    void opening_triggersIncident(Severity severity, String expected) {
        assertThat(send(Notifications.of(Kind.OPENED, severity, ""), "")).isEqualTo(new Delivered());

        Map<String, Object> event = Json.object(service.calls.getFirst().body());
        assertThat(service.calls.getFirst().path()).isEqualTo("/us/v2/enqueue");
        assertThat(event)
                .containsEntry("event_action", "trigger")
                .containsEntry("dedup_key", Notifications.ALERT.toString())
                .containsEntry("client_url", Senders.LINK);
        assertThat(Json.at(event, "payload", "severity")).isEqualTo(expected);
        assertThat(Json.at(event, "payload", "source")).isEqualTo("web-1");
        assertThat(Json.at(event, "payload", "custom_details", "Labels")).isEqualTo("cpu=0");
    }

    @ParameterizedTest
    @CsvSource({"RAISED, trigger", "LOWERED, trigger", "ACKNOWLEDGED, acknowledge", "RESOLVED, resolve"})
    void laterTransition_changesSameIncident(Kind kind, String action) {
        assertThat(send(Notifications.of(kind, Severity.HIGH, ""), "")).isEqualTo(new Delivered());

        assertThat(Json.object(service.calls.getFirst().body()))
                .containsEntry("event_action", action)
                .containsEntry("dedup_key", Notifications.ALERT.toString());
    }

    @Test
    void largeTexts_areCut() {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            labels.put("label" + i, "\uD83D\uDE00".repeat(50_000));
        }
        Notification huge = Notifications.of(
                Kind.OPENED,
                Severity.HIGH,
                "\n".repeat(100_000),
                "rule".repeat(50_000),
                new Labels(new TreeMap<>(labels)));

        assertThat(send(huge, "eu")).isEqualTo(new Delivered());

        assertThat(service.calls.getFirst().path()).isEqualTo("/eu/v2/enqueue");
        assertThat(Json.at(Json.object(service.calls.getFirst().body()), "payload", "source"))
                .isEqualTo("log-aggregator");
    }

    @Test
    void status_decidesOutcome() {
        Notification opened = Notifications.of(Kind.OPENED, Severity.HIGH, "");
        service.answer = exchange -> Receiver.answer(exchange, 429, "");
        assertThat(send(opened, "")).isInstanceOf(Retry.class);
        service.answer = exchange -> Receiver.answer(exchange, 400, "{\"status\":\"invalid event\"}");
        assertThat(send(opened, "")).isEqualTo(new Refused("status 400"));
    }

    private Outcome send(Notification notification, String region) {
        return notifier.send(
                notification,
                Notifications.channel(
                        "pagerduty",
                        Map.of("region", region),
                        Map.of("routingKey", "0123456789abcdef0123456789abcdef")));
    }
}
