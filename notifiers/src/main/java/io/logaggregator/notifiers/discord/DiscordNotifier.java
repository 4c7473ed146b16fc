package io.logaggregator.notifiers.discord;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import io.logaggregator.notifiers.http.HttpCall;
import io.logaggregator.notifiers.http.HttpReply;
import io.logaggregator.notifiers.http.HttpSender;
import io.logaggregator.notifiers.http.JsonMembers;
import io.logaggregator.notifiers.http.JsonObject;
import io.logaggregator.notifiers.message.AlertLinks;
import io.logaggregator.notifiers.message.AlertMessage;
import io.logaggregator.notifiers.message.Texts;
import io.logaggregator.notifiers.settings.ChannelSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sends one message per alert to a webhook of Discord, and changes it with each further transition. Changes cause no notification,
 * so escalations and comments are messages of their own. Mentions have no effect. Thread-safe.
 *
 * @see <a href="https://discord.com/developers/docs/resources/webhook#execute-webhook">Execute webhook</a>
 */
public final class DiscordNotifier implements ChannelKind {

    private static final int MAX_TITLE = 256;
    private static final int MAX_DESCRIPTION = 4_096;
    private static final int MAX_CONTENT = 2_000;
    private static final Pattern MESSAGE_ID = Pattern.compile("[0-9]{1,30}");

    /** The error code of a deleted message; 404 without it means a deleted webhook. */
    private static final String UNKNOWN_MESSAGE = "10008";

    private final HttpSender sender;
    private final AlertLinks links;

    public DiscordNotifier(HttpSender sender, AlertLinks links) {
        this.sender = sender;
        this.links = links;
    }

    @Override
    public String name() {
        return "discord";
    }

    @Override
    public List<Setting> settings() {
        return List.of(ChannelSettings.url());
    }

    @Override
    public Outcome send(Notification notification, Channel channel) {
        AlertMessage message = links.message(notification);
        return notification
                .messageToUpdate()
                .filter(id -> MESSAGE_ID.matcher(id).matches())
                .map(id -> update(message, channel, id))
                .orElseGet(() -> post(body(message), channel));
    }

    private Outcome post(JsonObject body, Channel channel) {
        URI url = address(channel, "", "wait=true");
        return sender.send(
                HttpCall.toChannel(channel, url, body.bytes()),
                reply -> outcome(reply) instanceof Delivered
                        ? new Delivered(Optional.of(reply.members().text("id")).filter(id -> !id.isEmpty()))
                        : outcome(reply));
    }

    private Outcome update(AlertMessage message, Channel channel, String id) {
        URI url = address(channel, "/messages/" + id, "");
        HttpCall call = HttpCall.toChannel(channel, url, body(message).bytes()).withMethod("PATCH");
        return sender.send(call, reply -> {
            if (reply.status() == 404 && reply.members().text("code").equals(UNKNOWN_MESSAGE)) {
                return post(body(message), channel);
            }
            return outcome(reply) instanceof Delivered ? announce(message, channel) : outcome(reply);
        });
    }

    /** Returns no receipt, so that the first message stays the one to change. */
    private Outcome announce(AlertMessage message, Channel channel) {
        return message.reply()
                .map(text -> {
                    String title = message.subject(MAX_TITLE) + ": ";
                    JsonObject body = new JsonObject()
                            .with("content", Texts.cut(escaped(title + text), MAX_CONTENT))
                            .with("allowed_mentions", new JsonObject().with("parse", List.of()));
                    return post(body, channel) instanceof Retry retry ? retry : new Delivered();
                })
                .orElseGet(Delivered::new);
    }

    private static JsonObject body(AlertMessage message) {
        JsonObject embed = new JsonObject()
                .with("title", Texts.cut(escaped(message.title(MAX_TITLE)), MAX_TITLE))
                .with("description", Texts.cut(escaped(message.facts(MAX_DESCRIPTION)), MAX_DESCRIPTION))
                .with("url", message.link())
                .with("color", Integer.parseInt(message.color().substring(1), 16))
                .with("timestamp", message.transition().at().toString());
        return new JsonObject()
                .with("embeds", List.of(embed))
                .with("allowed_mentions", new JsonObject().with("parse", List.of()));
    }

    /** The wait is more precise in the body than in the header. */
    private static Outcome outcome(HttpReply reply) {
        JsonMembers members = reply.members();
        return reply.withRetryAfter(members.number("retry_after")).outcome(members.text("code"));
    }

    private static URI address(Channel channel, String path, String parameter) {
        URI url = ChannelSettings.urlOf(channel);
        String query = String.join(
                "&",
                List.of(Optional.ofNullable(url.getRawQuery()).orElse(""), parameter).stream()
                        .filter(part -> !part.isEmpty())
                        .toList());
        String base = url.toString().split("[?#]", 2)[0];
        return URI.create(base + path + (query.isEmpty() ? "" : "?" + query));
    }

    /** Escapes Markdown. */
    private static String escaped(String text) {
        return text.replaceAll("([\\\\*_~`|>\\[\\]])", "\\\\$1");
    }
}
