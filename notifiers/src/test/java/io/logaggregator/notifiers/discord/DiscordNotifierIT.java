package io.logaggregator.notifiers.discord;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscordNotifierIT {

    private static final Notification OPENED = Notifications.of(Kind.OPENED, Severity.HIGH, "");

    private final Receiver service = new Receiver();
    private final HttpSender sender = Senders.sender();
    private final Channel channel = Notifications.channel(
            "discord",
            Map.of(),
            Map.of("url", service.url("/api/webhooks/1/secret?thread_id=5").toString()));
    private final DiscordNotifier notifier = new DiscordNotifier(sender, Senders.LINKS);

    DiscordNotifierIT() {
        service.answer = exchange -> Receiver.answer(
                exchange,
                isValid(service.calls.getLast().body()) ? 200 : 400,
                "{\"id\":\"1234567890\",\"content\":\"\"}");
    }

    @AfterEach
    void close() {
        sender.close();
        service.close();
    }

    /** The limits of messages and embeds; no mentions. */
    private static boolean isValid(String body) {
        Map<String, Object> message = Json.object(body);
        if (!List.of().equals(Json.at(message, "allowed_mentions", "parse"))) {
            return false;
        }
        if (message.get("content") instanceof String content) {
            return length(content) <= 2_000;
        }
        Object embed = Json.at(message, "embeds", 0);
        return length(Json.at(embed, "title")) <= 256
                && length(Json.at(embed, "description")) <= 4_096
                && Json.at(embed, "color") instanceof Double;
    }

    private static int length(@Nullable Object text) {
        String value = String.valueOf(text);
        return value.codePointCount(0, value.length());
    }

    @Test
    void opening_postsMessageAndReturnsItsId() {
        assertThat(notifier.send(OPENED, channel)).isEqualTo(new Delivered(Optional.of("1234567890")));

        Call call = service.calls.getFirst();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.uri()).hasToString("/api/webhooks/1/secret?thread_id=5&wait=true");
        assertThat(Json.at(Json.object(call.body()), "embeds", 0, "url")).isEqualTo(Senders.LINK);
    }

    @Test
    void laterState_changesMessage() {
        assertThat(notifier.send(
                        Notifications.after("77", Notifications.of(Kind.RESOLVED, Severity.HIGH, "")), channel))
                .isEqualTo(new Delivered());

        Call call = service.calls.getFirst();
        assertThat(service.calls).hasSize(1);
        assertThat(call.method()).isEqualTo("PATCH");
        assertThat(call.uri()).hasToString("/api/webhooks/1/secret/messages/77?thread_id=5");
    }

    @Test
    void escalation_isAMessageOfItsOwn() {
        assertThat(notifier.send(
                        Notifications.after("77", Notifications.of(Kind.RAISED, Severity.CRITICAL, "")), channel))
                .isEqualTo(new Delivered());

        assertThat(service.calls).extracting(Call::method).containsExactly("PATCH", "POST");
        assertThat(Json.object(service.calls.getLast().body()))
                .containsEntry("content", "CPU \"high\": web-1: Escalated to CRITICAL, value 0.975");
    }

    @Test
    void deletedMessage_isPostedAgain() {
        service.answer = exchange -> Receiver.answer(
                exchange,
                exchange.getRequestMethod().equals("PATCH") ? 404 : 200,
                exchange.getRequestMethod().equals("PATCH")
                        ? "{\"message\":\"Unknown Message\",\"code\":10008}"
                        : "{\"id\":\"88\"}");

        assertThat(notifier.send(
                        Notifications.after("77", Notifications.of(Kind.RESOLVED, Severity.HIGH, "")), channel))
                .isEqualTo(new Delivered(Optional.of("88")));
    }

    @Test
    void deletedWebhook_isRejectedWithItsCode() {
        service.answer =
                exchange -> Receiver.answer(exchange, 404, "{\"message\": \"Unknown Webhook\", \"code\": 10015}");

        assertThat(notifier.send(OPENED, channel)).isEqualTo(new Refused("status 404: 10015"));
    }

    @Test
    void rateLimit_waitsAsTheBodySays() {
        service.answer = exchange -> Receiver.answer(
                exchange, 429, "{\"message\":\"You are being rate limited.\",\"retry_after\":1.5,\"global\":false}");

        assertThat(notifier.send(OPENED, channel))
                .isEqualTo(new Retry("status 429", Optional.of(Duration.ofMillis(1_500))));
    }

    @Test
    void largeTexts_fit() {
        assertThat(notifier.send(Notifications.largeGroup(), channel)).isInstanceOf(Delivered.class);
        for (Kind kind : Kind.values()) {
            assertThat(notifier.send(Notifications.after("77", Notifications.large(kind)), channel))
                    .isEqualTo(new Delivered());
        }
    }
}
