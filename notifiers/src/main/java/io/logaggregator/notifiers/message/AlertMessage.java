package io.logaggregator.notifiers.message;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Channel.Timing;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Change;
import io.logaggregator.core.alerting.notify.Notification.Group;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text of a notification, of one alert or of a group. All texts are single lines without control characters.
 *
 * @param link to the alert on the web page
 */
public record AlertMessage(Notification notification, Optional<String> link) {

    private static final int MAX_NAME = 200;
    private static final int MAX_LABEL = 200;
    private static final int MAX_LABELS = 30;
    private static final int MAX_COMMENT = 1_000;
    private static final int MAX_ANNOTATIONS = 10;

    /** Of an alert of a group. */
    private static final int MAX_LISTED_NAME = 100;

    private static final int MAX_LISTED_VALUE = 200;

    /** A name and its value. */
    public record Fact(String name, String value) {}

    public Alert alert() {
        return notification.alert();
    }

    public AlertTransition transition() {
        return notification.transition();
    }

    /** Of a group, whether all its alerts are resolved. */
    public boolean isResolved() {
        return alert().status() == AlertStatus.RESOLVED;
    }

    /** {@code RESOLVED}, {@code ACKNOWLEDGED}, or the severity of a firing alert; of a group, of the most severe one. */
    public String state() {
        return alert().status() == AlertStatus.OPEN
                ? alert().severity().name()
                : alert().status().name();
    }

    /** For example {@code [HIGH] CPU utilization: web-1}. */
    public String title(int maxCodePoints) {
        return Texts.cut('[' + state() + "] " + subject(maxCodePoints), maxCodePoints);
    }

    /**
     * Rule and host, the same in all messages of an alert, for example {@code CPU utilization: web-1}. Of a group, for example
     * {@code CPU utilization: 12 firing, 3 resolved}.
     */
    public String subject(int maxCodePoints) {
        if (group().isPresent()) {
            return Texts.cut(subject(group().get()), maxCodePoints);
        }
        String host = host(MAX_LABEL);
        return Texts.cut(host.isEmpty() ? ruleName() : ruleName() + ": " + host, maxCodePoints);
    }

    private static String subject(Group group) {
        String values = group.labels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing((String name) -> !name.equals(Timing.RULE))
                        .thenComparing(Comparator.naturalOrder())))
                .map(label -> Texts.cut(Texts.line(label.getValue()), MAX_LABEL))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.joining(", "));
        List<String> counts = new ArrayList<>();
        if (group.firing() > 0) {
            counts.add(group.firing() + " firing");
        }
        if (group.resolved() > 0) {
            counts.add(group.resolved() + " resolved");
        }
        return (values.isEmpty() ? "Alerts" : values) + ": " + String.join(", ", counts);
    }

    /** The alerts that are sent together; empty for a single alert. */
    public Optional<Group> group() {
        return notification.group();
    }

    /** The message of an alert of a group, without a link. */
    public AlertMessage of(Change change) {
        return new AlertMessage(
                Notification.pending(
                        notification.id(),
                        change.alert(),
                        change.transition(),
                        notification.channelId(),
                        notification.createdAt()),
                Optional.empty());
    }

    /** Empty if the alert has no single host, and of a group. */
    public String host(int maxCodePoints) {
        return group().isPresent() ? "" : Texts.cut(Texts.line(alert().labels().host()), maxCodePoints);
    }

    public String ruleName() {
        String name = group().map(group -> group.labels().getOrDefault(Timing.RULE, ""))
                .orElseGet(alert()::ruleName);
        return Texts.cut(Texts.line(name), MAX_NAME);
    }

    /** Severity, value or annotations, labels, times and comment, without those that are empty. Of a group, a fact for each alert. */
    public List<Fact> facts() {
        return group().map(this::facts).orElseGet(this::factsOfAlert);
    }

    private List<Fact> facts(Group group) {
        List<Fact> facts = new ArrayList<>();
        boolean oneRule = group.labels().containsKey(Timing.RULE);
        for (Change change : group.changes()) {
            AlertMessage message = of(change);
            String host = message.host(MAX_LISTED_NAME);
            String name = oneRule && !host.isEmpty() ? host : message.subject(MAX_LISTED_NAME);
            facts.add(new Fact('[' + message.state() + "] " + name, Texts.cut(message.summary(), MAX_LISTED_VALUE)));
        }
        if (group.more() > 0) {
            facts.add(new Fact("More", group.more() + " more alerts"));
        }
        if (group.passed() > 0) {
            facts.add(new Fact("Passed", group.passed() + " more opened and resolved since the last message"));
        }
        return facts;
    }

    private String summary() {
        return Stream.of(valueText().or(this::annotation), Optional.of(labelText()))
                .flatMap(Optional::stream)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** The value and its threshold; empty for an alert of another system, whose value is not known. */
    private Optional<String> valueText() {
        return alert().external().isPresent()
                ? Optional.empty()
                : Optional.of(number(alert().value()) + " (threshold " + number(alert().threshold()) + ')');
    }

    /** The text that an alert of another system has for people. */
    private Optional<String> annotation() {
        Map<String, String> annotations = annotations();
        return Stream.of("summary", "description", "message")
                .map(annotations::get)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Annotations of an alert of another system; of many the first. */
    public Map<String, String> annotations() {
        Map<String, String> annotations = new LinkedHashMap<>();
        alert().external()
                .filter(_ -> group().isEmpty())
                .ifPresent(external -> external.annotations().entrySet().stream()
                        .limit(MAX_ANNOTATIONS)
                        .forEach(annotation -> annotations.put(
                                Texts.cut(Texts.line(annotation.getKey()), MAX_LABEL),
                                Texts.cut(Texts.line(annotation.getValue()), MAX_COMMENT))));
        return annotations;
    }

    /** Where the sender of an alert of another system shows its condition. */
    public Optional<String> generatorUrl() {
        return group().isPresent()
                ? Optional.empty()
                : alert().external().map(Alert.External::generatorUrl).filter(url -> !url.isEmpty());
    }

    private List<Fact> factsOfAlert() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Severity", alert().severity().name()));
        valueText().ifPresent(text -> facts.add(new Fact("Value", text)));
        annotations().forEach((name, text) -> facts.add(new Fact(capitalized(name), text)));
        String labels = labelText();
        if (!labels.isEmpty()) {
            facts.add(new Fact("Labels", labels));
        }
        facts.add(new Fact(
                "Since", alert().openedAt().truncatedTo(ChronoUnit.SECONDS).toString()));
        alert().resolvedAt()
                .ifPresent(at -> facts.add(
                        new Fact("Resolved", at.truncatedTo(ChronoUnit.SECONDS).toString())));
        reason().ifPresent(text -> facts.add(new Fact("Reason", text)));
        comment().ifPresent(text -> facts.add(new Fact("Comment", text)));
        generatorUrl().ifPresent(url -> facts.add(new Fact("Source", Texts.line(url))));
        return facts;
    }

    private static String capitalized(String name) {
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private String labelText() {
        return labels().entrySet().stream()
                .map(label -> label.getKey() + '=' + label.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The labels except the host; of many the first. Of a group, the labels that its alerts share, except the rule. */
    public Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        Map<String, String> all =
                group().map(Group::labels).orElseGet(() -> alert().labels().values());
        String shownElsewhere = group().isPresent() ? Timing.RULE : Labels.HOST;
        all.entrySet().stream()
                .filter(label -> !label.getKey().equals(shownElsewhere))
                .limit(MAX_LABELS)
                .forEach(label -> labels.put(
                        Texts.cut(Texts.line(label.getKey()), MAX_LABEL),
                        Texts.cut(Texts.line(label.getValue()), MAX_LABEL)));
        return labels;
    }

    /** Why the alert was resolved; empty of a group. */
    public Optional<String> reason() {
        return group().isPresent()
                ? Optional.empty()
                : Optional.ofNullable(transition().reason()).map(Enum::name);
    }

    /** The comment of the transition, with its author. */
    public Optional<String> comment() {
        AlertTransition transition = transition();
        return group().isPresent() || transition.comment().isBlank()
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
        if (group().isPresent()) {
            return Optional.empty();
        }
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
