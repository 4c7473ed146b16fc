package io.logaggregator.notifiers.slack;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Rejected;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import io.logaggregator.notifiers.http.HttpCall;
import io.logaggregator.notifiers.http.HttpReply;
import io.logaggregator.notifiers.http.HttpSender;
import io.logaggregator.notifiers.http.JsonMembers;
import io.logaggregator.notifiers.http.JsonObject;
import io.logaggregator.notifiers.message.AlertLinks;
import io.logaggregator.notifiers.message.AlertMessage;
import io.logaggregator.notifiers.settings.ChannelSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Sends one message per alert with the token of a Slack bot, and changes it with each further transition. Changes cause no
 * notification, so escalations and comments are replies in the thread of the message. Thread-safe.
 *
 * @see <a href="https://docs.slack.dev/reference/methods/chat.postMessage">chat.postMessage</a>
 * @see <a href="https://docs.slack.dev/reference/methods/chat.update">chat.update</a>
 */
public final class SlackNotifier implements ChannelKind {

    private static final String TOKEN = "token";
    private static final String CHANNEL = "channel";
    private static final int MAX_CHANNEL = 100;
    private static final Pattern CHANNEL_NAME = Pattern.compile("#?[\\p{L}\\p{N}_.-]+");

    /** Errors after which the same request may succeed. */
    private static final Set<String> TEMPORARY = Set.of(
            "ratelimited",
            "rate_limited",
            "internal_error",
            "fatal_error",
            "service_unavailable",
            "request_timeout",
            "team_added_to_org");

    /** Errors of an update after which only a new message helps. */
    private static final Set<String> GONE = Set.of(
            "message_not_found",
            "cant_update_message",
            "edit_window_closed",
            "channel_not_found",
            "is_inactive",
            "block_mismatch");

    private final HttpSender sender;
    private final AlertLinks links;
    private final URI api;

    public SlackNotifier(HttpSender sender, AlertLinks links) {
        this(sender, links, URI.create("https://slack.com/api/"));
    }

    /** @param api base address of the API */
    public SlackNotifier(HttpSender sender, AlertLinks links, URI api) {
        this.sender = sender;
        this.links = links;
        this.api = api;
    }

    @Override
    public String name() {
        return "slack";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                ChannelSettings.token(TOKEN, true, "hasToken", "the token of a bot, xoxb-..."),
                ChannelSettings.text(
                        CHANNEL,
                        true,
                        MAX_CHANNEL,
                        CHANNEL_NAME,
                        "the id or the name of a channel with the bot as member"));
    }

    @Override
    public Outcome send(Notification notification, Channel channel) {
        AlertMessage message = links.message(notification);
        return notification
                .messageToUpdate()
                .flatMap(Posted::of)
                .map(posted -> update(message, channel, posted))
                .orElseGet(() -> post(message, channel));
    }

    private Outcome post(AlertMessage message, Channel channel) {
        JsonObject body = new JsonObject()
                .with("channel", channel.definition().target().setting(CHANNEL))
                .with("attachments", SlackMessage.attachments(message));
        return call("chat.postMessage", body, channel, reply -> {
            JsonMembers members = reply.members();
            return new Delivered(Optional.of(new Posted(members.text("channel"), members.text("ts")).receipt()));
        });
    }

    private Outcome update(AlertMessage message, Channel channel, Posted posted) {
        JsonObject body = posted.body().with("attachments", SlackMessage.attachments(message));
        return sender.send(request("chat.update", body, channel), reply -> {
            String error = reply.members().text("error");
            if (reply.isSuccess() && GONE.contains(error)) {
                return post(message, channel);
            }
            Outcome outcome = outcome(reply, _ -> new Delivered());
            return outcome instanceof Delivered ? reply(message, channel, posted) : outcome;
        });
    }

    private Outcome reply(AlertMessage message, Channel channel, Posted posted) {
        return message.reply()
                .map(text -> call(
                        "chat.postMessage", posted.reply(SlackMessage.escaped(text)), channel, _ -> new Delivered()))
                .orElseGet(Delivered::new);
    }

    private Outcome call(String method, JsonObject body, Channel channel, Function<HttpReply, Outcome> success) {
        return sender.send(request(method, body, channel), reply -> outcome(reply, success));
    }

    private HttpCall request(String method, JsonObject body, Channel channel) {
        return HttpCall.toService(api.resolve(method), body.bytes())
                .withHeader("Content-Type", "application/json; charset=utf-8")
                .withBearer(channel.definition().target().secret(TOKEN));
    }

    /** Slack reports most errors with status 200 and {@code ok: false}. */
    private static Outcome outcome(HttpReply reply, Function<HttpReply, Outcome> success) {
        JsonMembers members = reply.members();
        String error = members.text("error");
        if (!reply.isSuccess()) {
            return reply.outcome(error);
        }
        if (members.isTrue("ok")) {
            return success.apply(reply);
        }
        if (error.isEmpty()) {
            return new Retry("no result from Slack", reply.retryAfter());
        }
        String reason = "error of Slack" + HttpReply.suffix(error);
        return TEMPORARY.contains(error) ? new Retry(reason, reply.retryAfter()) : new Rejected(reason);
    }

    /** The message of an alert. */
    private record Posted(String channel, String ts) {

        static Optional<Posted> of(String receipt) {
            String[] parts = receipt.split(" ", -1);
            return parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()
                    ? Optional.of(new Posted(parts[0], parts[1]))
                    : Optional.empty();
        }

        String receipt() {
            return channel + ' ' + ts;
        }

        JsonObject body() {
            return new JsonObject().with("channel", channel).with("ts", ts);
        }

        JsonObject reply(String text) {
            return new JsonObject()
                    .with("channel", channel)
                    .with("thread_ts", ts)
                    .with("text", text)
                    .with("reply_broadcast", true);
        }
    }
}
