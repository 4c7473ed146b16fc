package io.logaggregator.notifiers.ntfy;

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
import java.util.regex.Pattern;

/**
 * Publishes one message per transition to a topic of ntfy. Servers from version 2.16 on show the newest message of an alert in
 * place of the earlier ones. Thread-safe.
 *
 * @see <a href="https://docs.ntfy.sh/publish/#publish-as-json">Publish as JSON</a>
 */
public final class NtfyNotifier implements ChannelKind {

    private static final String TOPIC = "topic";
    private static final String TOKEN = "token";
    private static final int MAX_TOPIC = 64;
    private static final int MAX_TITLE = 250;

    /** Longer messages become attachments. */
    private static final int MAX_MESSAGE_BYTES = 4_096;

    private final HttpSender sender;
    private final AlertLinks links;

    public NtfyNotifier(HttpSender sender, AlertLinks links) {
        this.sender = sender;
        this.links = links;
    }

    @Override
    public String name() {
        return "ntfy";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                ChannelSettings.url(),
                ChannelSettings.text(
                        TOPIC, true, MAX_TOPIC, Pattern.compile("[-_A-Za-z0-9]+"), "letters, digits, - and _"),
                ChannelSettings.token(TOKEN, false, "hasToken", "an access token, tk_..."));
    }

    @Override
    public Outcome send(Notification notification, Channel channel) {
        AlertMessage message = links.message(notification);
        Channel.Target target = channel.definition().target();
        byte[] body = new JsonObject()
                .with("topic", target.setting(TOPIC))
                .with("title", message.title(MAX_TITLE))
                .with("message", Texts.cutBytes(message.facts(MAX_MESSAGE_BYTES), MAX_MESSAGE_BYTES))
                .with("priority", priority(message))
                .with("tags", List.of(message.isResolved() ? "white_check_mark" : "rotating_light"))
                .with("click", message.link())
                .with(
                        "sequence_id",
                        (message.group().isPresent()
                                        ? notification.id()
                                        : message.alert().id())
                                .toString())
                .bytes();
        HttpCall call = HttpCall.toChannel(channel, ChannelSettings.urlOf(channel), body)
                .withBearer(target.secret(TOKEN));
        return sender.send(call, reply -> reply.outcome(reply.members().text("code")));
    }

    /** 1 to 5; a resolved alert is less urgent. */
    private static int priority(AlertMessage message) {
        if (message.isResolved()) {
            return 2;
        }
        return switch (message.alert().severity()) {
            case LOW -> 2;
            case MEDIUM -> 3;
            case HIGH -> 4;
            case CRITICAL -> 5;
        };
    }
}
