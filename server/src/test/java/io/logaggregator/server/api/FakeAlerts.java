package io.logaggregator.server.api;

import static io.logaggregator.server.api.FakePorts.NOW;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertHistory;
import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTrends;
import io.logaggregator.core.alerting.alert.AlertTrends.Bucket;
import io.logaggregator.core.alerting.alert.AlertTrends.Count;
import io.logaggregator.core.alerting.alert.AlertTrends.Times;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.alerting.alert.Evidence;
import io.logaggregator.core.alerting.alert.Evidence.ProcessChange;
import io.logaggregator.core.alerting.alert.Evidence.Usage;
import io.logaggregator.core.alerting.alert.ImpossibleTransitionException;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Page;
import io.logaggregator.core.common.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Alerts in memory: an open one of {@code web-1} and a resolved one of an application; records the query. */
final class FakeAlerts implements Alerts {

    static final UUID OPEN = UUID.fromString("019ab0c1-0000-7000-8000-00000000000a");
    static final UUID OVER = UUID.fromString("019ab0c1-0000-7000-8000-00000000000b");
    static final UUID UNREACHABLE = UUID.fromString("019ab0c1-0000-7000-8000-00000000000c");

    static final UUID RULE = UUID.fromString("019ab0c1-0000-7000-8000-0000000000ff");
    private static final Instant OPENED = NOW.minusSeconds(60);

    AlertQuery query = AlertQuery.ALL;
    Optional<Duration> step = Optional.empty();
    long previousTotal = 2;
    String comment = "";
    Actor actor = Actor.SYSTEM;
    Optional<Alert.External> external = Optional.empty();
    private AlertStatus status = AlertStatus.OPEN;

    void forget() {
        query = AlertQuery.ALL;
        previousTotal = 2;
        comment = "";
        external = Optional.empty();
        status = AlertStatus.OPEN;
    }

    @Override
    public Page<Alert> find(AlertQuery asked, int limit, Optional<UUID> after) {
        query = asked;
        return after.isEmpty()
                ? new Page<>(List.of(alert(OPEN)), Optional.of(OPEN))
                : new Page<>(List.of(), Optional.empty());
    }

    @Override
    public List<StatusCount> count(AlertQuery asked) {
        query = asked;
        return List.of(new StatusCount(AlertStatus.OPEN, Severity.HIGH, 1));
    }

    @Override
    public Optional<AlertHistory> find(UUID id) {
        return id.equals(OPEN) || id.equals(OVER) ? Optional.of(history(id)) : Optional.empty();
    }

    @Override
    public Optional<Alert> act(UUID id, AlertStatus next, String why, Actor who, Instant now) {
        if (id.equals(UNREACHABLE)) {
            throw new StoreUnavailableException("away", null);
        }
        if (find(id).isEmpty()) {
            return Optional.empty();
        }
        AlertStatus current = alert(id).status();
        if (!current.canBecome(next)) {
            throw new ImpossibleTransitionException(id, current, next);
        }
        status = next;
        comment = why;
        actor = who;
        return Optional.of(alert(id));
    }

    @Override
    public AlertTrends trends(Instant from, Instant to, Duration width, int top) {
        step = Optional.of(width);
        return new AlertTrends(
                from,
                to,
                width,
                3,
                previousTotal,
                Map.of(Severity.HIGH, 2L, Severity.LOW, 1L),
                Map.of(AlertStatus.OPEN, 1L, AlertStatus.RESOLVED, 2L),
                List.of(new Count("CPU", 3, previousTotal, 1)),
                List.of(new Count("web-1", 3, 0, 1)),
                List.of(new Bucket(from, Map.of(Severity.HIGH, 2L, Severity.LOW, 1L))),
                Optional.empty(),
                Optional.of(new Times(2, Duration.ofMillis(90_500), Duration.ofMinutes(3))));
    }

    private Alert alert(UUID id) {
        boolean over = id.equals(OVER);
        Labels labels = over
                ? new Labels(new TreeMap<>(Map.of("application", "shop", "component", "")))
                : Labels.ofHost("web-1", Map.of());
        AlertStatus now = over ? AlertStatus.RESOLVED : status;
        return new Alert(
                id,
                RULE,
                "CPU",
                labels.fingerprint(RULE),
                labels,
                Severity.HIGH,
                Severity.CRITICAL,
                now,
                OPENED,
                Optional.empty(),
                now == AlertStatus.RESOLVED ? Optional.of(NOW) : Optional.empty(),
                NOW,
                0.93,
                0.98,
                0.9,
                12,
                external);
    }

    private AlertHistory history(UUID id) {
        AlertTransition opened = new AlertTransition(
                id,
                AlertTransition.Kind.OPENED,
                OPENED,
                Severity.HIGH,
                Severity.HIGH,
                0.93,
                0.93,
                0.9,
                1,
                Actor.SYSTEM.name(),
                "",
                null);
        Evidence evidence = new Evidence(
                OPENED,
                Severity.HIGH,
                0.93,
                0.9,
                List.of(new Point(OPENED, 0.93)),
                Optional.of(OPENED),
                Optional.of(OPENED.minusSeconds(300)),
                List.of(
                        process(1, "init", new Usage(0, 900), new Usage(0, 900)),
                        process(2, "java", new Usage(1.5, 1_000), new Usage(0.5, 900)),
                        process(3, "backup", null, new Usage(0.1, 5_000)),
                        process(4, "idle", new Usage(0, 0), null),
                        process(5, "scan", new Usage(0.9, 2_000), null)));
        return new AlertHistory(alert(id), List.of(opened), List.of(evidence));
    }

    private static ProcessChange process(int pid, String name, @Nullable Usage now, @Nullable Usage before) {
        return new ProcessChange(pid, name, Optional.ofNullable(now), Optional.ofNullable(before));
    }
}
