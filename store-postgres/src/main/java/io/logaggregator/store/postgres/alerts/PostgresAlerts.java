package io.logaggregator.store.postgres.alerts;

import static java.util.stream.Collectors.toMap;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertHistory;
import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTrends;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.common.Page;
import io.logaggregator.store.postgres.sql.Pages;
import io.logaggregator.store.postgres.sql.Pools;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.TimeBuckets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Alerts as rows; their ids sort by when they were opened. Thread-safe. */
public final class PostgresAlerts implements Alerts {

    private final Pools pools;

    public PostgresAlerts(Pools pools) {
        this.pools = pools;
    }

    @Override
    public Page<Alert> find(AlertQuery query, int limit, Optional<UUID> after) {
        return Pages.cut(
                AlertQuerySql.newest(query, limit + 1, after).list(pools.quick(), AlertRow::read), limit, Alert::id);
    }

    @Override
    public Optional<AlertHistory> find(UUID id) {
        return Query.inSnapshot(pools.quick(), connection -> {
            Optional<Alert> alert = AlertRow.byId(id).first(connection, AlertRow::read);
            if (alert.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new AlertHistory(
                    alert.get(),
                    TransitionRow.of(id).list(connection, TransitionRow::read),
                    EvidenceRow.of(id).list(connection, EvidenceRow::read)));
        });
    }

    @Override
    public Map<String, Long> openByHost() {
        return Sql.of("""
                        select host, count(*) as alerts from alert
                        where status <> 'RESOLVED' and host <> ''
                        group by host
                        """).list(pools.quick(), row -> Map.entry(row.getString("host"), row.getLong("alerts"))).stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public Optional<Alert> act(UUID id, AlertStatus next, String comment, Actor actor, Instant now) {
        return Query.run(pools.quick(), new AlertAction(id, next, comment, actor, now));
    }

    @Override
    public AlertTrends trends(Instant from, Instant to, Duration step, int top) {
        return Query.inSnapshot(pools.count(), new TrendsQuery(new TimeBuckets(from, to, step), top));
    }
}
