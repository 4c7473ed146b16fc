package io.logaggregator.notifiers.alertmanager;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.notifiers.http.HttpCall;
import io.logaggregator.notifiers.http.HttpSender;
import io.logaggregator.notifiers.http.JsonObject;
import io.logaggregator.notifiers.message.AlertLinks;
import io.logaggregator.notifiers.message.AlertMessage;
import io.logaggregator.notifiers.settings.ChannelSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Forwards alerts to the Alertmanager of Prometheus, which then groups, silences and routes them. Thread-safe.
 *
 * <p>The labels of an alert are its identity there, the severity included: when it changes, the alert with the previous
 * severity, which is the receipt, is ended.
 *
 * @see <a href="https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">API v2</a>
 */
public final class AlertmanagerNotifier implements ChannelKind {

    private static final String USER = "username";
    private static final String PASSWORD = "password";
    private static final String TOKEN = "token";
    private static final int MAX_USER = 200;
    private static final int MAX_TEXT = 4_000;

    /** Alertmanager ends an alert after this time, unless it is sent again. */
    private static final Duration MAX_DURATION = Duration.ofMinutes(5);

    /** Also after a restart, Alertmanager has the firing alerts within this time. */
    private static final Duration REPEAT = Duration.ofMinutes(1);

    private final HttpSender sender;
    private final AlertLinks links;
    private final InstantSource clock;

    public AlertmanagerNotifier(HttpSender sender, AlertLinks links, InstantSource clock) {
        this.sender = sender;
        this.links = links;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "alertmanager";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                ChannelSettings.url(),
                ChannelSettings.text(
                        USER, false, MAX_USER, Pattern.compile("[^:\\p{Cntrl}]+"), "the user of basic authentication"),
                ChannelSettings.secret(
                        PASSWORD, false, "hasPassword", Pattern.compile("\\P{Cntrl}+"), "the password of the user"),
                ChannelSettings.token(TOKEN, false, "hasToken", "a bearer token, instead of user and password"));
    }

    /** No groups: the receiver has its own identity of each alert, and groups them itself. */
    @Override
    public Optional<List<String>> groupBy() {
        return Optional.empty();
    }

    @Override
    public Outcome send(Notification notification, Channel channel) {
        AlertMessage message = links.message(notification);
        String severity = notification.alert().severity().name();
        Optional<Severity> previous =
                notification.receipt().filter(sent -> !sent.equals(severity)).flatMap(AlertmanagerNotifier::severity);
        Instant now = clock.instant();
        Outcome outcome = post(
                alert(message, notification.alert().severity(), message.isResolved() ? now : now.plus(MAX_DURATION)),
                channel);
        if (outcome instanceof Delivered && previous.isPresent()) {
            outcome = post(alert(message, previous.get(), now), channel);
        }
        return outcome instanceof Delivered
                ? new Delivered(Optional.of(severity), Optional.of(REPEAT).filter(_ -> !message.isResolved()))
                : outcome;
    }

    private static Optional<Severity> severity(String name) {
        return List.of(Severity.values()).stream()
                .filter(one -> one.name().equals(name))
                .findFirst();
    }

    /** One alert per request: Alertmanager rejects a request with an invalid alert, and stores its valid ones. */
    private Outcome post(JsonObject alert, Channel channel) {
        Channel.Target target = channel.definition().target();
        return sender.send(HttpCall.toChannel(
                        channel, ChannelSettings.urlOf(channel, "/api/v2/alerts"), JsonObject.bytes(List.of(alert)))
                .withBasic(target.setting(USER), target.secret(PASSWORD))
                .withBearer(target.secret(TOKEN)));
    }

    private static JsonObject alert(AlertMessage message, Severity severity, Instant endsAt) {
        Alert alert = message.alert();
        Instant start = alert.openedAt();
        return new JsonObject()
                .with("labels", labels(message, severity))
                .with("annotations", annotations(message))
                .with("startsAt", start.toString())
                .with("endsAt", (endsAt.isAfter(start) ? endsAt : start).toString())
                .with("generatorURL", message.generatorUrl().or(message::link));
    }

    private static Map<String, String> labels(AlertMessage message, Severity severity) {
        Map<String, String> labels = new TreeMap<>();
        message.labels().forEach((name, value) -> {
            if (!value.isEmpty()) {
                labels.put(labelName(name), value);
            }
        });
        String host = message.host(MAX_TEXT);
        if (!host.isEmpty()) {
            labels.put(Labels.HOST, host);
            labels.putIfAbsent("instance", host);
        }
        labels.put("alertname", message.ruleName());
        labels.put("severity", severity.name().toLowerCase(Locale.ROOT));
        return labels;
    }

    /** Names that Alertmanager accepts in all versions: letters, digits and underscores. */
    private static String labelName(String name) {
        String replaced = name.replaceAll("[^A-Za-z0-9_]", "_");
        return replaced.isEmpty() || Character.isDigit(replaced.charAt(0)) ? '_' + replaced : replaced;
    }

    private static Map<String, String> annotations(AlertMessage message) {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put("summary", message.subject(MAX_TEXT));
        message.annotations().forEach((name, text) -> annotations.put(labelName(name), text));
        annotations.putIfAbsent("description", message.text(MAX_TEXT));
        message.comment().ifPresent(text -> annotations.put("comment", text));
        message.reason().ifPresent(text -> annotations.put("reason", text));
        return annotations;
    }
}
