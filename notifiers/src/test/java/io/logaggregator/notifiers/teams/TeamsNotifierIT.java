package io.logaggregator.notifiers.teams;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.notifiers.Json;
import io.logaggregator.notifiers.Notifications;
import io.logaggregator.notifiers.Receiver;
import io.logaggregator.notifiers.Senders;
import io.logaggregator.notifiers.http.HttpSender;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TeamsNotifierIT {

    private static final Notification OPENED = Notifications.of(Kind.OPENED, Severity.HIGH, "");

    private final Receiver service = new Receiver();
    private final HttpSender sender = Senders.sender();
    private final Channel channel = Notifications.channel(
            "teams",
            Map.of(),
            Map.of(
                    "url",
                    service.url("/workflows/1/triggers/manual/paths/invoke").toString()));
    private final TeamsNotifier notifier = new TeamsNotifier(sender, Senders.LINKS);

    TeamsNotifierIT() {
        service.answer = exchange ->
                Receiver.answer(exchange, isValid(service.calls.getLast().body()) ? 202 : 400, "");
    }

    @AfterEach
    void close() {
        sender.close();
        service.close();
    }

    /** A message with one adaptive card of version 1.4, at most 28 KB. */
    private static boolean isValid(String body) {
        Map<String, Object> message = Json.object(body);
        Object card = Json.at(message, "attachments", 0, "content");
        return "message".equals(message.get("type"))
                && "application/vnd.microsoft.card.adaptive".equals(Json.at(message, "attachments", 0, "contentType"))
                && "AdaptiveCard".equals(Json.at(card, "type"))
                && "1.4".equals(Json.at(card, "version"))
                && Json.at(card, "body") instanceof List<?>
                && body.getBytes(StandardCharsets.UTF_8).length <= 28 * 1024;
    }

    @Test
    void notification_isACardWithLink() {
        assertThat(notifier.send(OPENED, channel)).isEqualTo(new Delivered());

        Object card = Json.at(Json.object(service.calls.getFirst().body()), "attachments", 0, "content");
        assertThat(Json.at(card, "body", 0, "text")).isEqualTo("\\[HIGH\\] CPU \"high\": web-1");
        assertThat(Json.at(card, "body", 1, "facts", 0, "value")).isEqualTo("HIGH");
        assertThat(Json.at(card, "actions", 0, "url")).isEqualTo(Senders.LINK);
    }

    @Test
    void largeTexts_fit() {
        assertThat(notifier.send(Notifications.largeGroup(), channel)).isInstanceOf(Delivered.class);
        for (Kind kind : Kind.values()) {
            assertThat(notifier.send(Notifications.large(kind), channel)).isEqualTo(new Delivered());
        }
        assertThat(service.calls.getLast().body())
                .contains(Json.text(Senders.LINK))
                .doesNotContainPattern("[^\\\\]\\]\\(https");
    }

    @Test
    void rateLimit_isRetried() {
        service.answer = exchange -> Receiver.answer(exchange, 429, "");

        assertThat(notifier.send(OPENED, channel)).isInstanceOf(Retry.class);
    }
}
