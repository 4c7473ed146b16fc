package io.logaggregator.notifiers.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Refused;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.notifiers.Json;
import io.logaggregator.notifiers.Notifications;
import io.logaggregator.notifiers.Receiver;
import io.logaggregator.notifiers.Receiver.Call;
import io.logaggregator.notifiers.Senders;
import io.logaggregator.notifiers.http.HttpSender;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpsgenieNotifierIT {

    private static final Notification OPENED = Notifications.of(Kind.OPENED, Severity.HIGH, "");

    private final Receiver service = new Receiver();
    private final HttpSender sender = Senders.sender();
    private final Channel channel = Notifications.channel(
            "opsgenie",
            Map.of(),
            Map.of("url", service.url("/jsm/ops/integration/").toString(), "apiKey", "secret-key"));
    private final OpsgenieNotifier notifier = new OpsgenieNotifier(sender, Senders.LINKS);

    OpsgenieNotifierIT() {
        service.answer = exchange -> Receiver.answer(
                exchange,
                isValid(service.calls.getLast()) ? 202 : 422,
                "{\"result\":\"Request will be processed\",\"took\":0.1,\"requestId\":\"x\"}");
    }

    @AfterEach
    void close() {
        sender.close();
        service.close();
    }

    /** The members and limits of the alert API. */
    private static boolean isValid(Call call) {
        Map<String, Object> body = Json.object(call.body());
        if (!call.path().endsWith("/v2/alerts")) {
            return Set.of("source", "note", "priority").containsAll(body.keySet());
        }
        int details = body.get("details") instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .mapToInt(one -> one.toString().length())
                        .sum()
                : 0;
        return Set.of("message", "alias", "description", "details", "entity", "source", "priority")
                        .containsAll(body.keySet())
                && length(body.get("message")) <= 130
                && length(body.get("description")) <= 15_000
                && length(body.get("entity")) <= 512
                && details <= 8_000
                && String.valueOf(body.get("priority")).matches("P[1-5]");
    }

    private static int length(@Nullable Object text) {
        String value = String.valueOf(text);
        return value.codePointCount(0, value.length());
    }

    @Test
    void opening_createsAlertWithAlias() {
        assertThat(notifier.send(OPENED, channel)).isEqualTo(new Delivered());

        Call call = service.calls.getFirst();
        assertThat(call.path()).isEqualTo("/jsm/ops/integration/v2/alerts");
        assertThat(call.headers().getFirst("Authorization")).isEqualTo("GenieKey secret-key");
        assertThat(Json.object(call.body()))
                .containsEntry("alias", Notifications.ALERT.toString())
                .containsEntry("priority", "P2")
                .containsEntry("entity", "web-1");
        assertThat(Json.at(Json.object(call.body()), "details", "Link")).isEqualTo(Senders.LINK);
    }

    @Test
    void escalation_setsPriority() {
        assertThat(notifier.send(Notifications.of(Kind.RAISED, Severity.CRITICAL, ""), channel))
                .isEqualTo(new Delivered());

        Call call = service.calls.getLast();
        assertThat(call.method()).isEqualTo("PUT");
        assertThat(call.uri())
                .hasToString(
                        "/jsm/ops/integration/v2/alerts/" + Notifications.ALERT + "/priority?identifierType=alias");
        assertThat(Json.object(call.body())).isEqualTo(Map.of("priority", "P1"));
    }

    @Test
    void acknowledgementAndEnd_useAlias() {
        notifier.send(Notifications.of(Kind.ACKNOWLEDGED, Severity.HIGH, "on it"), channel);
        notifier.send(Notifications.of(Kind.RESOLVED, Severity.HIGH, ""), channel);

        String alert = "/jsm/ops/integration/v2/alerts/" + Notifications.ALERT;
        assertThat(service.calls)
                .extracting(call -> call.uri().toString())
                .containsExactly(alert + "/acknowledge?identifierType=alias", alert + "/close?identifierType=alias");
        assertThat(Json.object(service.calls.getFirst().body())).containsEntry("note", "on it (Ann)");
    }

    @Test
    void largeTexts_fit() {
        for (Kind kind : Kind.values()) {
            assertThat(notifier.send(Notifications.large(kind), channel)).isEqualTo(new Delivered());
        }
    }

    @Test
    void status_decidesOutcome() {
        service.answer = exchange -> Receiver.answer(exchange, 429, "");
        assertThat(notifier.send(OPENED, channel)).isInstanceOf(Retry.class);
        service.answer = exchange -> Receiver.answer(exchange, 403, "{\"message\":\"Could not authenticate\"}");
        assertThat(notifier.send(OPENED, channel)).isEqualTo(new Refused("status 403"));
    }
}
