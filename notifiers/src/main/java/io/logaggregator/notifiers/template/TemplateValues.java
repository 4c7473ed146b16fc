package io.logaggregator.notifiers.template;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.notify.Notification.Change;
import io.logaggregator.core.alerting.notify.Notification.Group;
import io.logaggregator.notifiers.message.AlertMessage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values that a template can use, as documented in docs/channels.md. */
final class TemplateValues {

    private static final int MAX_TEXT = 10_000;

    /** Of a text of one alert in a list. */
    private static final int MAX_LISTED = 200;

    private TemplateValues() {}

    static Map<String, Object> of(AlertMessage message) {
        Alert alert = message.alert();
        AlertTransition transition = message.transition();
        Map<String, Object> values = new HashMap<>();
        values.put("id", message.notification().id().toString());
        values.put("alertId", alert.id().toString());
        values.put("title", message.title(MAX_TEXT));
        values.put("text", message.text(MAX_TEXT));
        values.put("link", message.link().orElse(""));
        values.put("state", message.state());
        values.put("kind", transition.kind().name());
        values.put("status", alert.status().name());
        values.put("severity", alert.severity().name());
        values.put("highest", alert.highest().name());
        values.put("rule", message.ruleName());
        values.put("host", message.host(MAX_TEXT));
        values.put("value", number(alert, alert.value()));
        values.put("threshold", number(alert, alert.threshold()));
        values.put("peak", number(alert, alert.peak()));
        values.put("generatorUrl", message.generatorUrl().orElse(""));
        values.put("annotations", pairs(message.annotations()));
        values.put("occurrences", String.valueOf(alert.occurrences()));
        values.put("openedAt", alert.openedAt().toString());
        values.put("at", transition.at().toString());
        values.put("resolvedAt", alert.resolvedAt().map(Instant::toString).orElse(""));
        values.put("resolved", message.isResolved());
        values.put("comment", message.comment().orElse(""));
        values.put("reason", message.reason().orElse(""));
        values.put("labels", pairs(message.labels()));
        values.put("alerts", alerts(message));
        values.put("firing", message.group().map(group -> group.firing() + "").orElse(""));
        values.put(
                "more",
                message.group()
                        .filter(group -> group.more() > 0)
                        .map(group -> group.more() + "")
                        .orElse(""));
        values.put("grouped", message.group().isPresent());
        return values;
    }

    private static List<Map<String, String>> pairs(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(text -> Map.of("name", text.getKey(), "value", text.getValue()))
                .toList();
    }

    /** Empty for an alert of another system, whose values are not known. */
    private static String number(Alert alert, double value) {
        return alert.external().isPresent() ? "" : AlertMessage.number(value);
    }

    /** The alerts of a group; of a single alert that one. */
    private static List<Map<String, String>> alerts(AlertMessage message) {
        return message
                .group()
                .map(Group::changes)
                .orElseGet(() -> List.of(new Change(message.alert(), message.transition())))
                .stream()
                .map(message::of)
                .map(one -> Map.of(
                        "alertId", one.alert().id().toString(),
                        "title", one.title(MAX_LISTED),
                        "state", one.state(),
                        "severity", one.alert().severity().name(),
                        "rule", one.ruleName(),
                        "host", one.host(MAX_LISTED),
                        "value", number(one.alert(), one.alert().value()),
                        "threshold", number(one.alert(), one.alert().threshold())))
                .toList();
    }
}
