package io.logaggregator.notifiers.opsgenie;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.notifiers.http.HttpCall;
import io.logaggregator.notifiers.http.HttpSender;
import io.logaggregator.notifiers.http.JsonObject;
import io.logaggregator.notifiers.message.AlertLinks;
import io.logaggregator.notifiers.message.AlertMessage;
import io.logaggregator.notifiers.message.Texts;
import io.logaggregator.notifiers.settings.ChannelSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends alerts to Opsgenie or to the operations of Jira Service Management, which have the same alert API. The id of the alert
 * is the alias, by which it is updated, acknowledged and closed. Thread-safe.
 *
 * @see <a href="https://docs.opsgenie.com/docs/alert-api">Alert API</a>
 */
public final class OpsgenieNotifier implements ChannelKind {

    private static final String KEY = "apiKey";
    private static final int MAX_MESSAGE = 130;
    private static final int MAX_DESCRIPTION = 15_000;
    private static final int MAX_DETAILS = 7_500;
    private static final int MAX_ENTITY = 512;
    private static final int MAX_NOTE = 25_000;

    private final HttpSender sender;
    private final AlertLinks links;

    public OpsgenieNotifier(HttpSender sender, AlertLinks links) {
        this.sender = sender;
        this.links = links;
    }

    @Override
    public String name() {
        return "opsgenie";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                ChannelSettings.url(), ChannelSettings.token(KEY, true, "hasKey", "the key of an API integration"));
    }

    /** No groups: the receiver has its own identity of each alert, and groups them itself. */
    @Override
    public Optional<List<String>> groupBy() {
        return Optional.empty();
    }

    @Override
    public Outcome send(Notification notification, Channel channel) {
        AlertMessage message = links.message(notification);
        return switch (message.transition().kind()) {
            case OPENED -> create(message, channel);
            case RAISED, LOWERED -> {
                Outcome outcome = create(message, channel); // in case it is new there
                yield outcome instanceof Delivered ? setPriority(message, channel) : outcome;
            }
            case ACKNOWLEDGED -> post(byAlias(message, "/acknowledge"), note(message), channel);
            case RESOLVED -> post(byAlias(message, "/close"), note(message), channel);
        };
    }

    private Outcome create(AlertMessage message, Channel channel) {
        Alert alert = message.alert();
        JsonObject body = new JsonObject()
                .with("message", message.title(MAX_MESSAGE))
                .with("alias", alert.id().toString())
                .with("description", message.text(MAX_DESCRIPTION))
                .with("details", details(message))
                .withText("entity", message.host(MAX_ENTITY))
                .with("source", "Log Aggregator")
                .with("priority", priority(alert));
        return post("/v2/alerts", body, channel);
    }

    private Outcome setPriority(AlertMessage message, Channel channel) {
        JsonObject body = new JsonObject().with("priority", priority(message.alert()));
        return sender.send(call(byAlias(message, "/priority"), body, channel).withMethod("PUT"));
    }

    private Outcome post(String path, JsonObject body, Channel channel) {
        return sender.send(call(path, body, channel));
    }

    private static HttpCall call(String path, JsonObject body, Channel channel) {
        return HttpCall.toChannel(channel, ChannelSettings.urlOf(channel, path), body.bytes())
                .withHeader(
                        "Authorization",
                        "GenieKey " + channel.definition().target().secret(KEY));
    }

    private static String byAlias(AlertMessage message, String action) {
        return "/v2/alerts/" + message.alert().id() + action + "?identifierType=alias";
    }

    private static JsonObject note(AlertMessage message) {
        return new JsonObject()
                .with("source", "Log Aggregator")
                .with("note", message.comment().map(text -> Texts.cut(text, MAX_NOTE)));
    }

    /** All values together are within the limit. */
    private static Map<String, String> details(AlertMessage message) {
        Map<String, String> details = new LinkedHashMap<>();
        int left = MAX_DETAILS;
        for (AlertMessage.Fact fact : message.facts()) {
            String value = Texts.cut(fact.value(), left - fact.name().length());
            details.put(fact.name(), value);
            left -= fact.name().length() + value.length();
        }
        message.link().ifPresent(url -> details.put("Link", url));
        return details;
    }

    private static String priority(Alert alert) {
        return switch (alert.severity()) {
            case LOW -> "P4";
            case MEDIUM -> "P3";
            case HIGH -> "P2";
            case CRITICAL -> "P1";
        };
    }
}
