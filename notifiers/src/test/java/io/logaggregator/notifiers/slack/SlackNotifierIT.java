package io.logaggregator.notifiers.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Refused;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Rejected;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.notifiers.Json;
import io.logaggregator.notifiers.Notifications;
import io.logaggregator.notifiers.Receiver;
import io.logaggregator.notifiers.Receiver.Call;
import io.logaggregator.notifiers.Senders;
import io.logaggregator.notifiers.http.HttpSender;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackNotifierIT {

    private static final Channel CHANNEL =
            Notifications.channel("slack", Map.of("channel", "#ops"), Map.of("token", "xoxb-secret"));
    private static final Notification OPENED = Notifications.of(Kind.OPENED, Severity.HIGH, "");

    private final Queue<String> answers = new ArrayDeque<>();
    private final Receiver slack = new Receiver();
    private final HttpSender sender = Senders.sender();
    private final SlackNotifier notifier = new SlackNotifier(sender, Senders.LINKS, slack.url("/api/"));

    SlackNotifierIT() {
        slack.answer = exchange -> Receiver.answer(exchange, 200, answers.remove());
    }

    @AfterEach
    void close() {
        sender.close();
        slack.close();
    }

    @Test
    void opening_postsMessageAndReturnsReceipt() {
        answers.add("{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1503435956.000247\",\"message\":{\"text\":\"x\"}}");

        assertThat(notifier.send(OPENED, CHANNEL)).isEqualTo(new Delivered(Optional.of("C1 1503435956.000247")));

        Call call = slack.calls.getFirst();
        assertThat(call.path()).isEqualTo("/api/chat.postMessage");
        assertThat(call.headers().getFirst("Authorization")).isEqualTo("Bearer xoxb-secret");
        Map<String, Object> body = Json.object(call.body());
        assertThat(body).containsEntry("channel", "#ops").containsOnlyKeys("channel", "attachments");
        assertThat(Json.at(body, "attachments", 0, "title")).isEqualTo("[HIGH] CPU \"high\": web-1");
        assertThat(Json.at(body, "attachments", 0, "title_link")).isEqualTo(Senders.LINK);
        assertThat(Json.at(body, "attachments", 0, "fields", 1, "value")).isEqualTo("0.98 (threshold 0.97)");
    }

    @Test
    void group_isANewMessage() {
        answers.add("{\"ok\":true,\"channel\":\"C1\",\"ts\":\"2.1\"}");

        notifier.send(Notifications.group().withReceipt(Optional.of("C1 1.2")), CHANNEL);

        Call call = slack.calls.getFirst();
        assertThat(call.path()).isEqualTo("/api/chat.postMessage");
        Map<String, Object> body = Json.object(call.body());
        assertThat(Json.at(body, "attachments", 0, "title")).isEqualTo("[CRITICAL] CPU: 2 firing, 1 resolved");
        assertThat(Json.at(body, "attachments", 0, "fields", 2, "title")).isEqualTo("[RESOLVED] web-3");
    }

    @Test
    void laterState_updatesMessageInPlace() {
        answers.add("{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1.2\"}");

        Outcome outcome = notifier.send(
                Notifications.after("C1 1.2", Notifications.of(Kind.RESOLVED, Severity.HIGH, "")), CHANNEL);

        assertThat(outcome).isEqualTo(new Delivered());
        Call call = slack.calls.getFirst();
        assertThat(slack.calls).hasSize(1);
        assertThat(call.path()).isEqualTo("/api/chat.update");
        assertThat(Json.object(call.body())).containsEntry("channel", "C1").containsEntry("ts", "1.2");
        assertThat(Json.at(Json.object(call.body()), "attachments", 0, "title"))
                .isEqualTo("[RESOLVED] CPU \"high\": web-1");
    }

    @Test
    void escalation_isRepliedInThread() {
        answers.addAll(List.of("{\"ok\":true}", "{\"ok\":true,\"ts\":\"9.9\"}"));

        Outcome outcome = notifier.send(
                Notifications.after("C1 1.2", Notifications.of(Kind.RAISED, Severity.CRITICAL, "")), CHANNEL);

        assertThat(outcome).isEqualTo(new Delivered());
        assertThat(Json.object(slack.calls.getLast().body()))
                .containsEntry("channel", "C1")
                .containsEntry("thread_ts", "1.2")
                .containsEntry("reply_broadcast", true)
                .containsEntry("text", "Escalated to CRITICAL, value 0.975");
    }

    @Test
    void deletedMessage_isPostedAgain() {
        answers.addAll(List.of(
                "{\"ok\":false,\"error\":\"message_not_found\"}", "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"2.0\"}"));

        Outcome outcome = notifier.send(
                Notifications.after("C1 1.2", Notifications.of(Kind.RESOLVED, Severity.HIGH, "")), CHANNEL);

        assertThat(outcome).isEqualTo(new Delivered(Optional.of("C1 2.0")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not_in_channel", "invalid_auth", "msg_too_long"})
    void error_isRejectedWithItsCode(String code) {
        answers.add("{\"ok\":false,\"error\":\"" + code + "\"}");

        assertThat(notifier.send(OPENED, CHANNEL)).isEqualTo(new Rejected("error of Slack: " + code));
    }

    @Test
    void errorThatIsNoCode_isNotShown() {
        answers.add("{\"ok\":false,\"error\":\"internal <address>\"}");

        assertThat(notifier.send(OPENED, CHANNEL)).isEqualTo(new Rejected("error of Slack"));
    }

    @Test
    void rateLimit_isRetriedAfterItsWait() {
        slack.answer = exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "30");
            Receiver.answer(exchange, 429, "{\"ok\":false,\"error\":\"ratelimited\"}");
        };

        assertThat(notifier.send(OPENED, CHANNEL))
                .isEqualTo(new Retry("status 429: ratelimited", Optional.of(Duration.ofSeconds(30))));
    }

    @Test
    void responseWithoutResult_isRetried() {
        answers.addAll(List.of("<html>proxy</html>", ""));

        assertThat(notifier.send(OPENED, CHANNEL)).isInstanceOf(Retry.class);
        assertThat(notifier.send(OPENED, CHANNEL)).isInstanceOf(Retry.class);
    }

    @Test
    void texts_areEscapedAndCut() {
        answers.add("{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1.2\"}");
        Notification huge = Notifications.of(
                Kind.OPENED,
                Severity.HIGH,
                "",
                "<!channel> & \uD83D\uDE00".repeat(500),
                Labels.ofHost("h\u0000\n\u202E".repeat(100_000), Map.of("k", "<@U1>")));

        notifier.send(huge, CHANNEL);

        Map<String, Object> body = Json.object(slack.calls.getFirst().body());
        assertThat(slack.calls.getFirst().body()).doesNotContain("<!channel>", "<@U1>");
        String title = String.valueOf(Json.at(body, "attachments", 0, "title"));
        assertThat(title.codePointCount(0, title.length())).isLessThanOrEqualTo(2_000);
        assertThat(title).contains("&lt;!channel&gt; &amp;").doesNotContain("\u0000", "\n", "\u202E");
        assertThat(Json.at(body, "attachments", 0, "title_link")).isEqualTo(Senders.LINK);
    }

    @Test
    void webhook_postsAttachmentAndShowsErrorCode() {
        Channel channel = Notifications.channel(
                "slack-webhook",
                Map.of(),
                Map.of("url", slack.url("/services/T/B/x").toString()));
        SlackWebhookNotifier webhook = new SlackWebhookNotifier(sender, Senders.LINKS);
        slack.answer = exchange -> Receiver.answer(exchange, 200, "ok");
        assertThat(webhook.send(OPENED, channel)).isEqualTo(new Delivered());
        slack.answer = exchange -> Receiver.answer(exchange, 404, "no_service");
        assertThat(webhook.send(OPENED, channel)).isEqualTo(new Refused("status 404: no_service"));

        assertThat(Json.object(slack.calls.getFirst().body())).containsOnlyKeys("attachments");
    }
}
