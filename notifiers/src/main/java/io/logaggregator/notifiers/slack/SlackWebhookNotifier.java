package io.logaggregator.notifiers.slack;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.notifiers.http.HttpCall;
import io.logaggregator.notifiers.http.HttpSender;
import io.logaggregator.notifiers.http.JsonObject;
import io.logaggregator.notifiers.message.AlertLinks;
import io.logaggregator.notifiers.message.AlertMessage;
import io.logaggregator.notifiers.settings.ChannelSettings;
import java.util.List;

/**
 * Sends one message per transition to an incoming webhook of Slack. Its messages cannot be changed. Thread-safe.
 *
 * @see <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">Incoming webhooks</a>
 */
public final class SlackWebhookNotifier implements ChannelKind {

    private final HttpSender sender;
    private final AlertLinks links;

    public SlackWebhookNotifier(HttpSender sender, AlertLinks links) {
        this.sender = sender;
        this.links = links;
    }

    @Override
    public String name() {
        return "slack-webhook";
    }

    @Override
    public List<Setting> settings() {
        return List.of(ChannelSettings.url());
    }

    /** Slack returns its error code as text, for example {@code no_service}. */
    @Override
    public Outcome send(Notification notification, Channel channel) {
        AlertMessage message = links.message(notification);
        byte[] body = new JsonObject()
                .with("attachments", SlackMessage.attachments(message))
                .bytes();
        return sender.send(
                HttpCall.toChannel(channel, ChannelSettings.urlOf(channel), body),
                reply -> reply.outcome(reply.body().strip()));
    }
}
