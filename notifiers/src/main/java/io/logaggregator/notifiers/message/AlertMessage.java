package io.logaggregator.notifiers.message;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Notification;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The text of a notification. All texts are single lines without control characters.
 *
 * @param link to the alert on the web page
 */
public record AlertMessage(Notification notification, Optional<String> link) {

    private static final int MAX_NAME = 200;
    private static final int MAX_LABEL = 200;
    private static final int MAX_LABELS = 30;
    private static final int MAX_COMMENT = 1_000;

    /** A name and its value. */
    public record Fact(String name, String value) {}

    public Alert alert() {
        return notification.alert();
    }

    public AlertTransition transition() {
        return notification.transition();
    }

    public boolean isResolved() {
        return alert().status() == AlertStatus.RESOLVED;
    }

    /** {@code RESOLVED}, {@code ACKNOWLEDGED}, or the severity of a firing alert. */
    public String state() {
        return alert().status() == AlertStatus.OPEN
                ? alert().severity().name()
                : alert().status().name();
    }

    /** For example {@code [HIGH] CPU utilization: web-1}. */
    public String title(int maxCodePoints) {
        return Texts.cut('[' + state() + "] " + subject(maxCodePoints), maxCodePoints);
    }

    /** Rule and host, the same in all messages of an alert, for example {@code CPU utilization: web-1}. */
    public String subject(int maxCodePoints) {
        String host = host(MAX_LABEL);
        return Texts.cut(host.isEmpty() ? ruleName() : ruleName() + ": " + host, maxCodePoints);
    }

    /** Empty if the alert has no single host. */
    public String host(int maxCodePoints) {
        return Texts.cut(Texts.line(alert().labels().host()), maxCodePoints);
    }

    public String ruleName() {
        return Texts.cut(Texts.line(alert().ruleName()), MAX_NAME);
    }

    /** Value, severity, labels, times and comment, without those that are empty. */
    public List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Severity", alert().severity().name()));
        facts.add(new Fact("Value", number(alert().value()) + " (threshold " + number(alert().threshold()) + ')'));
        String labels = labels().entrySet().stream()
                .map(label -> label.getKey() + '=' + label.getValue())
                .collect(Collectors.joining(", "));
        if (!labels.isEmpty()) {
            facts.add(new Fact("Labels", labels));
        }
        facts.add(new Fact(
                "Since", alert().openedAt().truncatedTo(ChronoUnit.SECONDS).toString()));
        alert().resolvedAt()
                .ifPresent(at -> facts.add(
                        new Fact("Resolved", at.truncatedTo(ChronoUnit.SECONDS).toString())));
        comment().ifPresent(text -> facts.add(new Fact("Comment", text)));
        return facts;
    }

    /** The labels except the host; of many the first. */
    public Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        alert().labels().values().entrySet().stream()
                .filter(label -> !label.getKey().equals(Labels.HOST))
                .limit(MAX_LABELS)
                .forEach(label -> labels.put(
                        Texts.cut(Texts.line(label.getKey()), MAX_LABEL),
                        Texts.cut(Texts.line(label.getValue()), MAX_LABEL)));
        return labels;
    }

    /** The comment of the transition, with its author. */
    public Optional<String> comment() {
        AlertTransition transition = transition();
        return transition.comment().isBlank()
                ? Optional.empty()
                : Optional.of(Texts.cut(Texts.line(transition.comment()), MAX_COMMENT) + " ("
                        + Texts.cut(Texts.line(transition.actor()), MAX_NAME) + ')');
    }

    /** The facts as lines, cut to the limit, and the link as the last line, which is never cut. */
    public String text(int maxCodePoints) {
        String end = link.map(url -> '\n' + url).orElse("");
        return facts(maxCodePoints - end.length()) + end;
    }

    /** The facts as lines, cut to the limit. */
    public String facts(int maxCodePoints) {
        return Texts.cut(
                facts().stream().map(fact -> fact.name() + ": " + fact.value()).collect(Collectors.joining("\n")),
                maxCodePoints);
    }

    /**
     * A line to be read beside the earlier message of the alert; empty if the change of that message is enough. An escalation
     * and a comment have one.
     */
    public Optional<String> reply() {
        if (transition().kind() == Kind.RAISED) {
            return Optional.of("Escalated to " + transition().severity() + ", value "
                    + number(transition().value())
                    + comment().map(text -> ": " + text).orElse(""));
        }
        return comment().map(text -> transition().kind() + ": " + text);
    }

    /** Red to green, as {@code #RRGGBB}. */
    public String color() {
        if (isResolved()) {
            return "#2E7D32";
        }
        return switch (alert().severity()) {
            case LOW -> "#1976D2";
            case MEDIUM -> "#F9A825";
            case HIGH -> "#EF6C00";
            case CRITICAL -> "#C62828";
        };
    }

    /** In decimal notation, without an exponent. */
    public static String number(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }
}
