package io.logaggregator.notifiers.mattermost;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Refused;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.notifiers.Json;
import io.logaggregator.notifiers.Notifications;
import io.logaggregator.notifiers.Receiver;
import io.logaggregator.notifiers.Senders;
import io.logaggregator.notifiers.http.HttpSender;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MattermostNotifierIT {

    private static final Notification OPENED = Notifications.of(Kind.OPENED, Severity.HIGH, "");

    private final Receiver service = new Receiver();
    private final HttpSender sender = Senders.sender();
    private final Channel channel = Notifications.channel(
            "mattermost", Map.of(), Map.of("url", service.url("/hooks/secret").toString()));
    private final MattermostNotifier notifier = new MattermostNotifier(sender, Senders.LINKS);

    MattermostNotifierIT() {
        service.answer = exchange ->
                Receiver.answer(exchange, isValid(service.calls.getLast().body()) ? 200 : 400, "ok");
    }

    @AfterEach
    void close() {
        sender.close();
        service.close();
    }

    /** A message of attachments with known members, and of at most 16,383 characters. */
    private static boolean isValid(String body) {
        Map<String, Object> message = Json.object(body);
        return Set.of("attachments", "text").containsAll(message.keySet())
                && Json.at(message, "attachments", 0) instanceof Map<?, ?> attachment
                && Set.of("fallback", "color", "title", "title_link", "text").containsAll(attachment.keySet())
                && String.valueOf(attachment.get("title")).length()
                                + String.valueOf(attachment.get("text")).length()
                        <= 16_383;
    }

    @Test
    void notification_isAnAttachment() {
        assertThat(notifier.send(OPENED, channel)).isEqualTo(new Delivered());

        Object attachment = Json.at(Json.object(service.calls.getFirst().body()), "attachments", 0);
        assertThat(Json.at(attachment, "title")).isEqualTo("\\[HIGH\\] CPU \"high\": web-1");
        assertThat(Json.at(attachment, "title_link")).isEqualTo(Senders.LINK);
        assertThat(Json.at(attachment, "color")).isEqualTo("#EF6C00");
    }

    @Test
    void largeTexts_fitWithoutMentions() {
        assertThat(notifier.send(Notifications.largeGroup(), channel)).isInstanceOf(Delivered.class);
        for (Kind kind : Kind.values()) {
            assertThat(notifier.send(Notifications.large(kind), channel)).isEqualTo(new Delivered());
        }
        assertThat(service.calls.getLast().body())
                .doesNotContain("@here", "@everyone")
                .doesNotContainPattern("[^\\\\]\\]\\(https");
    }

    @Test
    void error_isShownByItsId() {
        service.answer = exchange -> Receiver.answer(
                exchange,
                400,
                "{\"id\":\"web.incoming_webhook.channel.app_error\",\"message\":\"Couldn't find the channel\"}");

        assertThat(notifier.send(OPENED, channel))
                .isEqualTo(new Refused("status 400: web.incoming_webhook.channel.app_error"));
    }
}
