package io.logaggregator.notifiers.telegram;

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
import io.logaggregator.notifiers.Senders;
import io.logaggregator.notifiers.http.HttpSender;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelegramNotifierIT {

    private static final Notification OPENED = Notifications.of(Kind.OPENED, Severity.HIGH, "");

    private final Receiver service = new Receiver();
    private final HttpSender sender = Senders.sender();
    private final Channel channel =
            Notifications.channel("telegram", Map.of("chat", "-100123", "thread", "7"), Map.of("token", "12:AB-c_d"));
    private final TelegramNotifier notifier = new TelegramNotifier(sender, Senders.LINKS, service.url("/"));

    TelegramNotifierIT() {
        service.answer = exchange -> {
            Object text = Json.at(Json.object(service.calls.getLast().body()), "text");
            boolean valid = text instanceof String html && isValid(html);
            Receiver.answer(
                    exchange,
                    valid ? 200 : 400,
                    valid ? "{\"ok\":true,\"result\":{\"message_id\":42,\"chat\":{\"id\":1}}}" : "{\"ok\":false}");
        };
    }

    @AfterEach
    void close() {
        sender.close();
        service.close();
    }

    /** HTML with the tags that Telegram accepts, and at most 4,096 characters without them. */
    private static boolean isValid(String html) {
        String text = html.replaceAll("</?b>|<a href=\"[^\"<>]*\">|</a>", "");
        String parsed = text.replaceAll("&(lt|gt|amp|quot);", "x");
        return !parsed.contains("<")
                && !parsed.contains(">")
                && !parsed.contains("&")
                && parsed.length() <= 4_096 * 2
                && parsed.codePointCount(0, parsed.length()) <= 4_096;
    }

    @Test
    void opening_sendsMessageAndReturnsItsId() {
        assertThat(notifier.send(OPENED, channel)).isEqualTo(new Delivered(Optional.of("42")));

        assertThat(service.calls.getFirst().path()).isEqualTo("/bot12:AB-c_d/sendMessage");
        Map<String, Object> body = Json.object(service.calls.getFirst().body());
        assertThat(body)
                .containsEntry("chat_id", "-100123")
                .containsEntry("message_thread_id", 7.0)
                .containsEntry("parse_mode", "HTML");
        assertThat(String.valueOf(body.get("text")))
                .startsWith("<b>[HIGH] CPU &quot;high&quot;: web-1</b>\nSeverity: HIGH")
                .endsWith("<a href=\"" + Senders.LINK.replace("&", "&amp;") + "\">Open the alert</a>");
    }

    @Test
    void laterState_editsMessage() {
        assertThat(notifier.send(
                        Notifications.after("42", Notifications.of(Kind.RESOLVED, Severity.HIGH, "")), channel))
                .isEqualTo(new Delivered());

        assertThat(service.calls).hasSize(1);
        assertThat(service.calls.getFirst().path()).isEqualTo("/bot12:AB-c_d/editMessageText");
        assertThat(Json.object(service.calls.getFirst().body())).containsEntry("message_id", 42.0);
    }

    @Test
    void escalation_isAReply() {
        notifier.send(Notifications.after("42", Notifications.of(Kind.RAISED, Severity.CRITICAL, "")), channel);

        assertThat(service.calls).hasSize(2);
        assertThat(Json.at(Json.object(service.calls.getLast().body()), "reply_parameters", "message_id"))
                .isEqualTo(42.0);
    }

    @Test
    void repeatedEdit_isDelivered() {
        service.answer = exchange -> Receiver.answer(
                exchange,
                400,
                "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: message is not modified: x\"}");

        assertThat(notifier.send(
                        Notifications.after("42", Notifications.of(Kind.RESOLVED, Severity.HIGH, "")), channel))
                .isEqualTo(new Delivered());
    }

    @Test
    void deletedMessage_isSentAgain() {
        service.answer = exchange -> {
            boolean edit = exchange.getRequestURI().getPath().endsWith("editMessageText");
            Receiver.answer(
                    exchange,
                    edit ? 400 : 200,
                    edit
                            ? "{\"ok\":false,\"description\":\"Bad Request: message to edit not found\"}"
                            : "{\"ok\":true,\"result\":{\"message_id\":43}}");
        };

        assertThat(notifier.send(
                        Notifications.after("42", Notifications.of(Kind.RESOLVED, Severity.HIGH, "")), channel))
                .isEqualTo(new Delivered(Optional.of("43")));
    }

    @Test
    void failure_showsStatusWithoutToken() {
        service.answer = exchange ->
                Receiver.answer(exchange, 401, "{\"ok\":false,\"error_code\":401,\"description\":\"Unauthorized\"}");
        assertThat(notifier.send(OPENED, channel)).isEqualTo(new Refused("status 401"));

        service.answer = exchange ->
                Receiver.answer(exchange, 429, "{\"ok\":false,\"error_code\":429,\"parameters\":{\"retry_after\":35}}");
        assertThat(notifier.send(OPENED, channel))
                .isEqualTo(new Retry("status 429", Optional.of(Duration.ofSeconds(35))));
    }

    @Test
    void largeTexts_fit() {
        assertThat(notifier.send(Notifications.largeGroup(), channel)).isInstanceOf(Delivered.class);
        for (Kind kind : Kind.values()) {
            assertThat(notifier.send(Notifications.after("42", Notifications.large(kind)), channel))
                    .isEqualTo(new Delivered());
        }
    }
}
