package io.logaggregator.notifiers.telegram;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
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
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Sends one message per alert with a bot of Telegram, and changes it with each further transition. Changes cause no notification,
 * so escalations and comments are replies to it. Thread-safe.
 *
 * @see <a href="https://core.telegram.org/bots/api#sendmessage">sendMessage</a>
 * @see <a href="https://core.telegram.org/bots/api#editmessagetext">editMessageText</a>
 */
public final class TelegramNotifier implements ChannelKind {

    private static final String TOKEN = "token";
    private static final String CHAT = "chat";
    private static final String THREAD = "thread";
    private static final int MAX_CHAT = 100;
    private static final int MAX_THREAD = 20;
    private static final int MAX_TITLE = 500;

    /** Of 4,096 characters without markup, less the title and the line end. */
    private static final int MAX_FACTS = 3_500;

    private static final Pattern BOT_TOKEN = Pattern.compile("[0-9]+:[A-Za-z0-9_-]+");
    private static final Pattern CHAT_ID = Pattern.compile("-?[0-9]{1,20}|@[A-Za-z0-9_]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final HttpSender sender;
    private final AlertLinks links;
    private final URI api;

    public TelegramNotifier(HttpSender sender, AlertLinks links) {
        this(sender, links, URI.create("https://api.telegram.org/"));
    }

    /** @param api base address of the API */
    public TelegramNotifier(HttpSender sender, AlertLinks links, URI api) {
        this.sender = sender;
        this.links = links;
        this.api = api;
    }

    @Override
    public String name() {
        return "telegram";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                ChannelSettings.secret(TOKEN, true, "hasToken", BOT_TOKEN, "the token of a bot, 123456:ABC-DEF"),
                ChannelSettings.text(CHAT, true, MAX_CHAT, CHAT_ID, "the number of a chat, or the @name of a channel"),
                ChannelSettings.text(THREAD, false, MAX_THREAD, NUMBER, "the number of a topic of the chat"));
    }

    @Override
    public Outcome send(Notification notification, Channel channel) {
        AlertMessage message = links.message(notification);
        return notification
                .messageToUpdate()
                .filter(id -> NUMBER.matcher(id).matches())
                .map(id -> update(message, channel, Long.parseLong(id)))
                .orElseGet(() -> post(message, channel));
    }

    private Outcome post(AlertMessage message, Channel channel) {
        return call("sendMessage", inThread(text(html(message), channel), channel), channel, reply -> {
            Optional<String> id = Optional.of(reply.members().text("result.message_id"));
            return new Delivered(id.filter(text -> !text.isEmpty()));
        });
    }

    private Outcome update(AlertMessage message, Channel channel, long id) {
        JsonObject body = text(html(message), channel).with("message_id", id);
        return sender.send(request("editMessageText", body, channel), reply -> {
            String description = reply.members().text("description");
            if (description.contains("message to edit not found") || description.contains("message can't be edited")) {
                return post(message, channel);
            }
            boolean unchanged = description.contains("message is not modified"); // a repeated notification
            Outcome outcome = outcome(reply);
            return unchanged || outcome instanceof Delivered ? reply(message, channel, id) : outcome;
        });
    }

    /** Returns no receipt, so that the first message stays the one to change. */
    private Outcome reply(AlertMessage message, Channel channel, long id) {
        return message.reply()
                .map(text -> {
                    JsonObject target =
                            new JsonObject().with("message_id", id).with("allow_sending_without_reply", true);
                    JsonObject body = inThread(text(Texts.escapeHtml(text), channel), channel)
                            .with("reply_parameters", target);
                    return call("sendMessage", body, channel, _ -> new Delivered());
                })
                .orElseGet(Delivered::new);
    }

    private static JsonObject text(String html, Channel channel) {
        return new JsonObject()
                .with("chat_id", channel.definition().target().setting(CHAT))
                .with("text", html)
                .with("parse_mode", "HTML")
                .with("link_preview_options", new JsonObject().with("is_disabled", true));
    }

    private static JsonObject inThread(JsonObject body, Channel channel) {
        String thread = channel.definition().target().setting(THREAD);
        return thread.isEmpty() ? body : body.with("message_thread_id", Long.parseLong(thread));
    }

    private static String html(AlertMessage message) {
        String link = message.link()
                .map(url -> "\n<a href=\"" + Texts.escapeHtml(url) + "\">"
                        + (message.group().isPresent() ? "Open the alerts" : "Open the alert") + "</a>")
                .orElse("");
        return "<b>" + Texts.escapeHtml(message.title(MAX_TITLE)) + "</b>\n"
                + Texts.escapeHtml(message.facts(MAX_FACTS)) + link;
    }

    private Outcome call(String method, JsonObject body, Channel channel, Function<HttpReply, Outcome> success) {
        return sender.send(request(method, body, channel), reply -> {
            Outcome outcome = outcome(reply);
            return outcome instanceof Delivered ? success.apply(reply) : outcome;
        });
    }

    private HttpCall request(String method, JsonObject body, Channel channel) {
        String token = channel.definition().target().secret(TOKEN);
        return HttpCall.toService(URI.create(api + "bot" + token + '/' + method), body.bytes());
    }

    /** Telegram's error code is the status. */
    private static Outcome outcome(HttpReply reply) {
        JsonMembers members = reply.members();
        return reply.withRetryAfter(members.number("parameters.retry_after")).outcome();
    }
}
