package io.logaggregator.notifiers.teams;

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
import java.util.ArrayList;
import java.util.List;

/**
 * Sends one adaptive card per transition to a workflow of Microsoft Teams ("when a webhook request is received"). Its
 * messages cannot be changed. Thread-safe.
 *
 * @see <a href="https://adaptivecards.io/explorer/AdaptiveCard.html">Adaptive cards</a>
 */
public final class TeamsNotifier implements ChannelKind {

    private static final int MAX_TITLE = 500;

    /** Of a fact, so that the card with all facts is smaller than the 28 KB that Teams accepts. */
    private static final int MAX_VALUE_BYTES = 2_500;

    private static final int MAX_FACTS_BYTES = 22_000;

    private final HttpSender sender;
    private final AlertLinks links;

    public TeamsNotifier(HttpSender sender, AlertLinks links) {
        this.sender = sender;
        this.links = links;
    }

    @Override
    public String name() {
        return "teams";
    }

    @Override
    public List<Setting> settings() {
        return List.of(ChannelSettings.url());
    }

    @Override
    public Outcome send(Notification notification, Channel channel) {
        byte[] body = new JsonObject()
                .with("type", "message")
                .with(
                        "attachments",
                        List.of(new JsonObject()
                                .with("contentType", "application/vnd.microsoft.card.adaptive")
                                .with("content", card(links.message(notification)))))
                .bytes();
        return sender.send(HttpCall.toChannel(channel, ChannelSettings.urlOf(channel), body));
    }

    private static JsonObject card(AlertMessage message) {
        List<JsonObject> facts = facts(message);
        JsonObject card = new JsonObject()
                .with("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .with("type", "AdaptiveCard")
                .with("version", "1.4")
                .with("msteams", new JsonObject().with("width", "Full"))
                .with(
                        "body",
                        List.of(
                                new JsonObject()
                                        .with("type", "TextBlock")
                                        .with("text", escaped(message.title(MAX_TITLE)))
                                        .with("weight", "Bolder")
                                        .with("size", "Medium")
                                        .with("color", color(message))
                                        .with("wrap", true),
                                new JsonObject().with("type", "FactSet").with("facts", facts)));
        message.link()
                .ifPresent(url -> card.with(
                        "actions",
                        List.of(new JsonObject()
                                .with("type", "Action.OpenUrl")
                                .with("title", message.group().isPresent() ? "Open the alerts" : "Open the alert")
                                .with("url", url))));
        return card;
    }

    /** The first facts, as many as fit. */
    private static List<JsonObject> facts(AlertMessage message) {
        List<JsonObject> facts = new ArrayList<>();
        int left = MAX_FACTS_BYTES;
        for (AlertMessage.Fact fact : message.facts()) {
            String name = escaped(fact.name());
            String value = escaped(Texts.cutBytes(fact.value(), MAX_VALUE_BYTES));
            JsonObject written = new JsonObject().with("title", name).with("value", value);
            left -= written.bytes().length + 1; // quotes and backslashes are escaped in JSON
            if (left < 0) {
                break;
            }
            facts.add(written);
        }
        return facts;
    }

    /** Colors of the schema. */
    private static String color(AlertMessage message) {
        if (message.isResolved()) {
            return "Good";
        }
        return switch (message.alert().severity()) {
            case LOW -> "Accent";
            case MEDIUM -> "Warning";
            case HIGH, CRITICAL -> "Attention";
        };
    }

    /** Escapes the Markdown that text of cards may contain, links above all. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("]", "\\]")
                .replace("*", "\\*")
                .replace("_", "\\_");
    }
}
