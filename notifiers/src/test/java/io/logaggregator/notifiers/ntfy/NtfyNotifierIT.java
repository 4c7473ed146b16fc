package io.logaggregator.notifiers.ntfy;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Refused;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.notifiers.Json;
import io.logaggregator.notifiers.Notifications;
import io.logaggregator.notifiers.Receiver;
import io.logaggregator.notifiers.Senders;
import io.logaggregator.notifiers.http.HttpSender;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NtfyNotifierIT {

    private static final Notification OPENED = Notifications.of(Kind.OPENED, Severity.HIGH, "");

    private final Receiver service = new Receiver();
    private final HttpSender sender = Senders.sender();
    private final NtfyNotifier notifier = new NtfyNotifier(sender, Senders.LINKS);

    NtfyNotifierIT() {
        service.answer = exchange ->
                Receiver.answer(exchange, isValid(service.calls.getLast().body()) ? 200 : 400, "{}");
    }

    @AfterEach
    void close() {
        sender.close();
        service.close();
    }

    /** The JSON of ntfy, with a message that is no attachment. */
    private static boolean isValid(String body) {
        Map<String, Object> message = Json.object(body);
        return Set.of("topic", "title", "message", "priority", "tags", "click", "sequence_id")
                        .containsAll(message.keySet())
                && message.get("priority") instanceof Double priority
                && priority >= 1
                && priority <= 5
                && String.valueOf(message.get("sequence_id")).matches("[-_A-Za-z0-9]{1,64}")
                && String.valueOf(message.get("message")).getBytes(StandardCharsets.UTF_8).length <= 4_096;
    }

    @Test
    void notification_isPublishedToTopic() {
        assertThat(send(OPENED, "tk_secret")).isEqualTo(new Delivered());

        assertThat(service.calls.getFirst().path()).isEqualTo("/");
        assertThat(service.calls.getFirst().headers().getFirst("Authorization")).isEqualTo("Bearer tk_secret");
        assertThat(Json.object(service.calls.getFirst().body()))
                .containsEntry("topic", "ops")
                .containsEntry("title", "[HIGH] CPU \"high\": web-1")
                .containsEntry("priority", 4.0)
                .containsEntry("click", Senders.LINK)
                .containsEntry("sequence_id", Notifications.ALERT.toString());
    }

    @Test
    void resolved_isLessUrgent() {
        send(Notifications.of(Kind.RESOLVED, Severity.CRITICAL, ""), "");

        assertThat(Json.object(service.calls.getFirst().body())).containsEntry("priority", 2.0);
        assertThat(service.calls.getFirst().headers().containsKey("Authorization"))
                .isFalse();
    }

    @Test
    void largeTexts_fit() {
        assertThat(send(Notifications.large(Kind.RESOLVED), "")).isEqualTo(new Delivered());
        assertThat(send(Notifications.largeGroup(), "")).isEqualTo(new Delivered());
    }

    @Test
    void error_isShownByItsCode() {
        service.answer =
                exchange -> Receiver.answer(exchange, 403, "{\"code\":40301,\"http\":403,\"error\":\"forbidden\"}");

        assertThat(send(OPENED, "")).isEqualTo(new Refused("status 403: 40301"));
    }

    private Outcome send(Notification notification, String token) {
        return notifier.send(
                notification,
                Notifications.channel(
                        "ntfy",
                        Map.of("topic", "ops"),
                        Map.of("url", service.url("/").toString(), "token", token)));
    }
}
