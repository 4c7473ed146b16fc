package io.logaggregator.notifiers.mattermost;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.notifiers.http.HttpCall;
import io.logaggregator.notifiers.http.HttpSender;
import io.logaggregator.notifiers.http.JsonObject;
import io.logaggregator.notifiers.message.AlertLinks;
import io.logaggregator.notifiers.message.AlertMessage;
import io.logaggregator.notifiers.message.Texts;
import io.logaggregator.notifiers.settings.ChannelSettings;
import java.util.List;

/**
 * Sends one message per transition to an incoming webhook of Mattermost. Its messages cannot be changed. Thread-safe.
 *
 * @see <a href="https://developers.mattermost.com/integrate/webhooks/incoming/">Incoming webhooks</a>
 */
public final class MattermostNotifier implements ChannelKind {

    private static final int MAX_TITLE = 1_000;

    /** Less than the 16,383 characters of a message, all facts together. */
    private static final int MAX_TEXT = 14_000;

    private final HttpSender sender;
    private final AlertLinks links;

    public MattermostNotifier(HttpSender sender, AlertLinks links) {
        this.sender = sender;
        this.links = links;
    }

    @Override
    public String name() {
        return "mattermost";
    }

    @Override
    public List<Setting> settings() {
        return List.of(ChannelSettings.url());
    }

    /** The error has a code, for example {@code web.incoming_webhook.invalid.app_error}. */
    @Override
    public Outcome send(Notification notification, Channel channel) {
        AlertMessage message = links.message(notification);
        String title = escaped(message.title(MAX_TITLE));
        JsonObject attachment = new JsonObject()
                .with("fallback", title)
                .with("color", message.color())
                .with("title", title)
                .with("title_link", message.link())
                .with("text", Texts.cut(escaped(message.facts(MAX_TEXT)), MAX_TEXT));
        byte[] body = new JsonObject().with("attachments", List.of(attachment)).bytes();
        return sender.send(
                HttpCall.toChannel(channel, ChannelSettings.urlOf(channel), body),
                reply -> reply.outcome(reply.members().text("id")));
    }

    /** Escapes Markdown, and separates the sign of mentions from the name. */
    private static String escaped(String text) {
        return text.replaceAll("([\\\\*_~`|>\\[\\]#])", "\\\\$1").replace("@", "@\u200B");
    }
}
