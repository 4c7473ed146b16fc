package io.logaggregator.notifiers.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Refused;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.notifiers.Json;
import io.logaggregator.notifiers.Notifications;
import io.logaggregator.notifiers.Receiver;
import io.logaggregator.notifiers.Senders;
import io.logaggregator.notifiers.http.HttpSender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlertmanagerNotifierIT {

    private static final Notification OPENED = Notifications.of(Kind.OPENED, Severity.HIGH, "");

    private final Receiver service = new Receiver();
    private final HttpSender sender = Senders.sender();
    private final Channel channel = Notifications.channel(
            "alertmanager",
            Map.of("username", "ann"),
            Map.of("url", service.url("/am").toString(), "password", "secret"));
    private final AlertmanagerNotifier notifier = new AlertmanagerNotifier(sender, Senders.LINKS, () -> Senders.NOW);

    AlertmanagerNotifierIT() {
        service.answer = exchange ->
                Receiver.answer(exchange, isValid(service.calls.getLast().body()) ? 200 : 400, "");
    }

    @AfterEach
    void close() {
        sender.close();
        service.close();
    }

    /** The schema postableAlerts, and the rules for labels. */
    private static boolean isValid(String body) {
        if (!(Json.value(body) instanceof List<?> alerts && alerts.size() == 1)) {
            return false;
        }
        Object labels = Json.at(alerts, 0, "labels");
        Instant startsAt = Instant.parse(String.valueOf(Json.at(alerts, 0, "startsAt")));
        Instant endsAt = Instant.parse(String.valueOf(Json.at(alerts, 0, "endsAt")));
        return alerts.getFirst() instanceof Map<?, ?> alert
                && Set.of("labels", "annotations", "startsAt", "endsAt", "generatorURL")
                        .containsAll(alert.keySet())
                && labels instanceof Map<?, ?> map
                && map.entrySet().stream()
                        .allMatch(label -> String.valueOf(label.getKey()).matches("[a-zA-Z_][a-zA-Z0-9_]*")
                                && label.getValue() instanceof String value
                                && !value.isEmpty())
                && !endsAt.isBefore(startsAt);
    }

    @Test
    void firingAlert_endsInTheFuture() {
        assertThat(notifier.send(OPENED, channel))
                .isEqualTo(new Delivered(Optional.of("HIGH"), Optional.of(Duration.ofMinutes(1))));

        assertThat(service.calls.getFirst().path()).isEqualTo("/am/api/v2/alerts");
        assertThat(service.calls.getFirst().headers().getFirst("Authorization")).isEqualTo("Basic YW5uOnNlY3JldA==");
        Object alert = alert(0);
        assertThat(Json.at(alert, "labels"))
                .isEqualTo(Map.of(
                        "alertname",
                        "CPU \"high\"",
                        "severity",
                        "high",
                        "host",
                        "web-1",
                        "instance",
                        "web-1",
                        "cpu",
                        "0"));
        assertThat(Json.at(alert, "startsAt")).isEqualTo("2026-05-01T12:00:00Z");
        assertThat(Json.at(alert, "endsAt")).isEqualTo("2026-05-01T12:10:00Z");
        assertThat(Json.at(alert, "generatorURL")).isEqualTo(Senders.LINK);
    }

    @Test
    void resolvedAlert_endsNow() {
        assertThat(notifier.send(
                        Notifications.after("HIGH", Notifications.of(Kind.RESOLVED, Severity.HIGH, "")), channel))
                .isEqualTo(new Delivered(Optional.of("HIGH")));

        assertThat(service.calls).hasSize(1);
        assertThat(Json.at(alert(0), "endsAt")).isEqualTo(Senders.NOW.toString());
    }

    @Test
    void otherSeverity_endsAlertOfPreviousOne() {
        assertThat(notifier.send(
                        Notifications.after("HIGH", Notifications.of(Kind.RAISED, Severity.CRITICAL, "")), channel))
                .isEqualTo(new Delivered(Optional.of("CRITICAL"), Optional.of(Duration.ofMinutes(1))));

        assertThat(Json.at(alert(0), "labels", "severity")).isEqualTo("critical");
        assertThat(Json.at(alert(1), "labels", "severity")).isEqualTo("high");
        assertThat(Json.at(alert(1), "endsAt")).isEqualTo(Senders.NOW.toString());
    }

    @Test
    void labels_getValidNames() {
        Labels labels = Labels.ofHost("h", Map.of("system.device", "sda", "0x", "y", "empty", "", "é", "z"));

        assertThat(notifier.send(Notifications.of(Kind.OPENED, Severity.LOW, "", "r", labels), channel))
                .isInstanceOf(Delivered.class);

        assertThat(Json.at(alert(0), "labels"))
                .isEqualTo(Map.of(
                        "alertname",
                        "r",
                        "severity",
                        "low",
                        "host",
                        "h",
                        "instance",
                        "h",
                        "system_device",
                        "sda",
                        "_0x",
                        "y",
                        "_",
                        "z"));
    }

    @Test
    void largeTexts_areValid() {
        assertThat(notifier.send(Notifications.large(Kind.OPENED), channel)).isInstanceOf(Delivered.class);
    }

    @Test
    void status_decidesOutcome() {
        service.answer = exchange -> Receiver.answer(exchange, 503, "");
        assertThat(notifier.send(OPENED, channel)).isInstanceOf(Retry.class);
        service.answer = exchange -> Receiver.answer(exchange, 400, "\"bad label\"");
        assertThat(notifier.send(OPENED, channel)).isEqualTo(new Refused("status 400"));
    }

    private @Nullable Object alert(int call) {
        return Json.at(Json.value(service.calls.get(call).body()), 0);
    }
}
