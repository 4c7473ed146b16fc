package io.logaggregator.notifiers.webhook;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Status;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Glob;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sample notification and channels. */
final class Notifications {

    static final Instant OPENED = Instant.parse("2026-05-01T12:00:00Z");

    static final Notification RAISED = raised();

    private Notifications() {}

    static Channel channel(Origin origin, URI url, String secret) {
        Channel.Target target =
                new Channel.Target("webhook", Map.of(), Map.of("url", url.toString(), "secret", secret));
        return new Channel(
                new UUID(0, 4),
                origin,
                OPENED,
                new Channel.Definition("hook", true, target, Severity.LOW, Glob.ANY, Glob.ANY));
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
                19);
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
                "");
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
                "");
    }
}
