package io.logaggregator.notifiers;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Change;
import io.logaggregator.core.alerting.notify.Notification.Group;
import io.logaggregator.core.alerting.notify.Notification.Status;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.common.Glob;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Sample notification and channels. */
public final class Notifications {

    public static final Instant OPENED = Instant.parse("2026-05-01T12:00:00Z");

    public static final UUID ALERT = new UUID(0, 1);

    public static final Notification RAISED = raised();

    private Notifications() {}

    public static Channel channel(Origin origin, URI url, String secret) {
        Channel.Target target =
                new Channel.Target("webhook", Map.of(), Map.of("url", url.toString(), "secret", secret));
        return new Channel(
                new UUID(0, 4),
                origin,
                OPENED,
                new Channel.Definition(
                        "hook",
                        true,
                        target,
                        Severity.LOW,
                        Glob.ANY,
                        Glob.ANY,
                        ChannelIntervals.NONE,
                        Channel.Timing.NONE));
    }

    /** A channel of any kind. */
    public static Channel channel(String kind, Map<String, String> settings, Map<String, String> secrets) {
        return new Channel(
                new UUID(0, 4),
                Origin.PROVISIONED,
                OPENED,
                new Channel.Definition(
                        "test",
                        true,
                        new Channel.Target(kind, settings, secrets),
                        Severity.LOW,
                        Glob.ANY,
                        Glob.ANY,
                        ChannelIntervals.NONE,
                        Channel.Timing.NONE));
    }

    /** A notification of the same alert. */
    public static Notification of(Kind kind, Severity severity, String comment) {
        return of(kind, severity, comment, "CPU \"high\"", Labels.ofHost("web-1", Map.of("cpu", "0")));
    }

    /** A notification of the same alert with another rule name and other labels. */
    public static Notification of(Kind kind, Severity severity, String comment, String rule, Labels labels) {
        AlertStatus status = switch (kind) {
            case OPENED, RAISED, LOWERED -> AlertStatus.OPEN;
            case ACKNOWLEDGED -> AlertStatus.ACKNOWLEDGED;
            case RESOLVED -> AlertStatus.RESOLVED;
        };
        Instant at = kind == Kind.OPENED ? OPENED : OPENED.plusSeconds(30);
        Alert alert = new Alert(
                ALERT,
                new UUID(0, 2),
                rule,
                new UUID(0, 3),
                labels,
                severity,
                Severity.CRITICAL,
                status,
                OPENED,
                status == AlertStatus.ACKNOWLEDGED ? Optional.of(at) : Optional.empty(),
                status == AlertStatus.RESOLVED ? Optional.of(at) : Optional.empty(),
                at,
                0.98,
                0.99,
                0.97,
                19,
                Optional.empty());
        AlertTransition transition = new AlertTransition(
                alert.id(), kind, at, severity, Severity.CRITICAL, 0.975, 0.99, 0.97, 7, "Ann", comment, null);
        return new Notification(
                transition.notificationId(new UUID(0, 4)),
                alert,
                transition,
                new UUID(0, 4),
                Status.PENDING,
                1,
                OPENED,
                OPENED,
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                Notification.Schedule.at(OPENED),
                Optional.empty());
    }

    /** A notification of an alert of another system. */
    public static Notification external(Map<String, String> annotations, String generatorUrl) {
        Notification own = of(Kind.OPENED, Severity.HIGH, "");
        Alert alert = own.alert();
        Alert external = new Alert(
                alert.id(),
                alert.ruleId(),
                "Disk full",
                alert.fingerprint(),
                alert.labels(),
                alert.severity(),
                alert.highest(),
                alert.status(),
                alert.openedAt(),
                alert.acknowledgedAt(),
                alert.resolvedAt(),
                alert.lastAt(),
                3,
                3,
                2,
                1,
                Optional.of(new Alert.External(new TreeMap<>(annotations), generatorUrl, OPENED.plusSeconds(300))));
        return Notification.pending(own.id(), external, own.transition(), own.channelId(), OPENED);
    }

    /** A group of two firing alerts and a resolved one, of which the most severe one is first. */
    public static Notification group() {
        List<Change> changes = List.of(
                change("web-1", Kind.OPENED, Severity.CRITICAL),
                change("web-2", Kind.OPENED, Severity.HIGH),
                change("web-3", Kind.RESOLVED, Severity.HIGH));
        return group(of(Kind.OPENED, Severity.CRITICAL, ""), new Group(Map.of("rule", "CPU"), changes, 2, 1, 4));
    }

    private static Change change(String host, Kind kind, Severity severity) {
        Notification one = of(kind, severity, "", "CPU", Labels.ofHost(host, Map.of("cpu", "0")));
        return new Change(one.alert(), one.transition());
    }

    private static Notification group(Notification first, Group group) {
        return first.withGroup(new UUID(0, 9), group);
    }

    /** A group of 1,000 alerts with long names and labels, markup and control characters. */
    public static Notification largeGroup() {
        Notification large = large(Kind.OPENED);
        Change change = new Change(large.alert(), large.transition());
        return group(
                large,
                new Group(
                        Map.of("rule", large.alert().ruleName()),
                        Collections.nCopies(Group.MAX_LISTED, change),
                        900,
                        100,
                        3));
    }

    /** A notification with long names, labels and comment, markup and control characters. */
    public static Notification large(Kind kind) {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            labels.put("label." + i, "\uD83D\uDE00*_[<@here>](https://evil.example.org)\u0000\"\\\n".repeat(2_000));
        }
        return of(
                kind,
                Severity.CRITICAL,
                "*comment* <b>&amp;".repeat(5_000),
                "<b>rule</b> \uD83D\uDE00 @everyone [a](b) _x_".repeat(1_000),
                Labels.ofHost("host\u202E\u0000".repeat(1_000), labels));
    }

    /** The notification with the receipt of an earlier one. */
    public static Notification after(String receipt, Notification notification) {
        return notification.withReceipt(Optional.of(receipt));
    }

    private static Notification raised() {
        Alert alert = new Alert(
                new UUID(0, 1),
                new UUID(0, 2),
                "CPU \"high\"",
                new UUID(0, 3),
                Labels.ofHost("web-1", Map.of("cpu", "0")),
                Severity.CRITICAL,
                Severity.CRITICAL,
                AlertStatus.ACKNOWLEDGED,
                OPENED,
                Optional.of(OPENED.plusSeconds(60)),
                Optional.empty(),
                OPENED.plusSeconds(90),
                0.98,
                0.99,
                0.97,
                19,
                Optional.empty());
        AlertTransition transition = new AlertTransition(
                alert.id(),
                Kind.RAISED,
                OPENED.plusSeconds(30),
                Severity.CRITICAL,
                Severity.CRITICAL,
                0.975,
                0.975,
                0.97,
                7,
                Actor.SYSTEM.name(),
                "",
                null);
        return new Notification(
                UUID.fromString("6f1b2f0c-0000-3000-8000-000000000001"),
                alert,
                transition,
                new UUID(0, 4),
                Status.PENDING,
                1,
                OPENED,
                OPENED,
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                Notification.Schedule.at(OPENED),
                Optional.empty());
    }
}
