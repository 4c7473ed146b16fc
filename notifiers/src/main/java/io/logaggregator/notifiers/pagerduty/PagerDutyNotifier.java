package io.logaggregator.notifiers.pagerduty;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
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
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sends events to PagerDuty. The id of the alert is the key of its incident, which is triggered, acknowledged and resolved.
 * Thread-safe.
 *
 * @see <a href="https://developer.pagerduty.com/docs/send-alert-event">Events API v2</a>
 */
public final class PagerDutyNotifier implements ChannelKind {

    private static final String KEY = "routingKey";
    private static final String REGION = "region";
    private static final int MAX_SUMMARY = 1_024;
    private static final int MAX_SOURCE = 255;

    private final HttpSender sender;
    private final AlertLinks links;
    private final URI world;
    private final URI europe;

    public PagerDutyNotifier(HttpSender sender, AlertLinks links) {
        this(
                sender,
                links,
                URI.create("https://events.pagerduty.com/v2/enqueue"),
                URI.create("https://events.eu.pagerduty.com/v2/enqueue"));
    }

    /** @param world address of the events of the region {@code us}, the default */
    public PagerDutyNotifier(HttpSender sender, AlertLinks links, URI world, URI europe) {
        this.sender = sender;
        this.links = links;
        this.world = world;
        this.europe = europe;
    }

    @Override
    public String name() {
        return "pagerduty";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                ChannelSettings.token(KEY, true, "hasKey", "the integration key of a service"),
                ChannelSettings.text(REGION, false, 2, Pattern.compile("us|eu"), "us (default) or eu"));
    }

    /** No groups: the receiver has its own identity of each alert, and groups them itself. */
    @Override
    public Optional<List<String>> groupBy() {
        return Optional.empty();
    }

    @Override
    public Outcome send(Notification notification, Channel channel) {
        Channel.Target target = channel.definition().target();
        URI url = target.setting(REGION).equals("eu") ? europe : world;
        byte[] event = event(links.message(notification), target.secret(KEY)).bytes();
        return sender.send(HttpCall.toService(url, event));
    }

    private static JsonObject event(AlertMessage message, String key) {
        Alert alert = message.alert();
        JsonObject event = new JsonObject()
                .with("routing_key", key)
                .with("event_action", action(message))
                .with("dedup_key", alert.id().toString());
        if (message.isResolved() || message.transition().kind() == Kind.ACKNOWLEDGED) {
            return event; // other members are ignored
        }
        JsonObject payload = new JsonObject()
                .with("summary", message.title(MAX_SUMMARY))
                .with("source", source(message))
                .with("severity", severity(alert))
                .with("timestamp", message.transition().at().toString())
                .with("class", message.ruleName())
                .with("custom_details", details(message));
        event.with("payload", payload).with("client", "Log Aggregator").with("client_url", message.link());
        message.link()
                .ifPresent(url -> event.with(
                        "links", List.of(new JsonObject().with("href", url).with("text", "Alert"))));
        return event;
    }

    /** A trigger of an acknowledged incident updates it, and leaves it acknowledged. */
    private static String action(AlertMessage message) {
        return switch (message.transition().kind()) {
            case OPENED, RAISED, LOWERED -> "trigger";
            case ACKNOWLEDGED -> "acknowledge";
            case RESOLVED -> "resolve";
        };
    }

    /** The member is required. */
    private static String source(AlertMessage message) {
        String host = message.host(MAX_SOURCE);
        return host.isEmpty() ? "log-aggregator" : host;
    }

    private static String severity(Alert alert) {
        return switch (alert.severity()) {
            case LOW -> "info";
            case MEDIUM -> "warning";
            case HIGH -> "error";
            case CRITICAL -> "critical";
        };
    }

    private static Map<String, String> details(AlertMessage message) {
        Map<String, String> details = new LinkedHashMap<>();
        message.facts().forEach(fact -> details.put(fact.name(), fact.value()));
        if (message.alert().status() == AlertStatus.ACKNOWLEDGED) {
            details.put("Status", "ACKNOWLEDGED");
        }
        return details;
    }
}
