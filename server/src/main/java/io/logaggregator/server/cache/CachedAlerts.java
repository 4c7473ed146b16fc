package io.logaggregator.server.cache;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertHistory;
import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTrends;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.common.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Caches counts for a second. They have no revision: alerts change long after they were opened. Thread-safe. */
final class CachedAlerts implements Alerts {

    private final Alerts alerts;
    private final QueryCache cache;

    CachedAlerts(Alerts alerts, QueryCache cache) {
        this.alerts = alerts;
        this.cache = cache;
    }

    @Override
    public Page<Alert> find(AlertQuery query, int limit, Optional<UUID> after) {
        return alerts.find(query, limit, after);
    }

    @Override
    public Optional<AlertHistory> find(UUID id) {
        return alerts.find(id);
    }

    @Override
    public Optional<Alert> act(UUID id, AlertStatus next, String comment, Actor actor, Instant now) {
        return alerts.act(id, next, comment, actor, now);
    }

    @Override
    public AlertTrends trends(Instant from, Instant to, Duration step, int top) {
        return cache.get(new CacheKey<>(
                "trends", List.of(from, to, step, top), () -> alerts.trends(from, to, step, top), Optional.empty()));
    }
}
