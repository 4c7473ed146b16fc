package io.logaggregator.server.api;

import io.logaggregator.core.alerting.alert.AlertHistory;
import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.alerting.silence.Inhibition;
import io.logaggregator.core.alerting.silence.MuteInterval;
import io.logaggregator.core.alerting.silence.Suppression.Definitions;
import io.logaggregator.core.alerting.silence.Suppression.Subject;
import io.logaggregator.core.common.Glob;
import io.logaggregator.notifiers.Notifiers;
import io.logaggregator.notifiers.http.HttpSenderConfig;
import io.logaggregator.notifiers.message.AlertLinks;
import io.logaggregator.testkit.fakes.FakeChannels;
import io.logaggregator.testkit.fakes.FakeMutedNotifications;
import io.logaggregator.testkit.fakes.FakeNamedDefinitions;
import io.logaggregator.testkit.fakes.FakeOutbox;
import io.logaggregator.testkit.fakes.FakeSilences;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The fake ports of alerting as beans; not a configuration, so that no other test finds it. */
class AlertPorts {

    static final UUID OURS = FakePorts.ID;
    static final UUID PROVISIONED = UUID.fromString("019ab0c1-0000-7000-8000-00000000000d");

    @Bean
    FakeAlerts alerts() {
        return new FakeAlerts();
    }

    @Bean
    FakeChannels channels() {
        return new FakeChannels(
                channel(OURS, Origin.API, "on call"), channel(PROVISIONED, Origin.PROVISIONED, "archive"));
    }

    @Bean
    FakeOutbox outbox() {
        FakeOutbox outbox = new FakeOutbox();
        fill(outbox);
        return outbox;
    }

    /** Restores the sample notifications. */
    static void fill(FakeOutbox outbox) {
        outbox.clear();
        outbox.add(notification(FakePorts.ID, Notification.Status.PENDING, 1, "no answer"));
        outbox.add(notification(FakePorts.UNKNOWN, Notification.Status.FAILED, 9, "410 Gone"));
    }

    private static Channel channel(UUID id, Origin origin, String name) {
        Channel.Target target = new Channel.Target(
                "webhook",
                Map.of("url", "https://example.org/***"),
                Map.of("url", "https://example.org/hook", "secret", "s3cret"));
        Channel.Definition definition = new Channel.Definition(
                name,
                true,
                target,
                Severity.HIGH,
                Glob.ANY,
                new Glob("web-*"),
                ChannelIntervals.NONE,
                Channel.Timing.NONE);
        return new Channel(id, origin, FakePorts.NOW, definition);
    }

    private static Notification notification(UUID id, Notification.Status status, int attempts, String error) {
        AlertHistory history = new FakeAlerts().find(FakeAlerts.OPEN).orElseThrow();
        return new Notification(
                id,
                history.alert(),
                history.transitions().getFirst(),
                OURS,
                status,
                attempts,
                FakePorts.NOW,
                FakePorts.NOW.plusSeconds(30),
                Optional.empty(),
                error,
                Optional.empty(),
                Optional.empty(),
                Notification.Schedule.at(FakePorts.NOW),
                Optional.empty());
    }

    @Bean
    FakeSilences silences() {
        return new FakeSilences();
    }

    @Bean
    FakeNamedDefinitions<MuteInterval> muteIntervals() {
        return FakeNamedDefinitions.intervals();
    }

    @Bean
    FakeNamedDefinitions<Inhibition> inhibitions() {
        return FakeNamedDefinitions.inhibitions();
    }

    @Bean
    FakeMutedNotifications mutedNotifications(
            FakeSilences silences,
            FakeNamedDefinitions<MuteInterval> intervals,
            FakeNamedDefinitions<Inhibition> inhibitions,
            FakeAlerts alerts) {
        return new FakeMutedNotifications(
                () -> new Definitions(silences.list(), intervals.list(), inhibitions.list()),
                () -> alerts.find(AlertQuery.ALL, 100, Optional.empty()).items().stream()
                        .filter(alert -> alert.status() != AlertStatus.RESOLVED)
                        .map(alert -> Subject.of(alert.id(), alert.ruleName(), alert.labels(), alert.severity()))
                        .toList());
    }

    @Bean
    ChannelKinds channelKinds() {
        return Notifiers.kinds(
                new HttpSenderConfig(Duration.ofSeconds(1), false, "test"), AlertLinks.NONE, InstantSource.system());
    }

    @Bean
    @Primary
    FakeNotifier notifier() {
        return new FakeNotifier();
    }
}
