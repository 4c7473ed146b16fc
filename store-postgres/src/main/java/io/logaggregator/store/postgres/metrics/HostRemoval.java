package io.logaggregator.store.postgres.metrics;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.engine.AlertEngine;
import io.logaggregator.core.common.StoreBusyException;
import io.logaggregator.store.postgres.alerts.PostgresAlertStates;
import io.logaggregator.store.postgres.alerts.PostgresTimeBasedEvaluation;
import io.logaggregator.store.postgres.commits.Removals;
import io.logaggregator.store.postgres.ingest.DerivedUtilization;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Removes a host on behalf of a user, in one transaction with the resolution of its alerts and the audit entry. Its rows of
 * observations stay.
 */
public record HostRemoval(String host, Actor actor, Instant now) implements Query<Boolean> {

    @Override
    public Boolean on(Connection connection) throws SQLException {
        connection.setAutoCommit(false); // the pool resets it, and rolls back uncommitted changes
        return Query.withLockTimeout(connection, this::remove)
                .orElseThrow(() -> new StoreBusyException("host not removed: ingest is busy", null));
    }

    private boolean remove(Connection connection) throws SQLException {
        excludeWriters(connection);
        boolean removed = Sql.of("""
                                with removed as (
                                    delete from host where name = ? returning *
                                )
                                insert into audit_entry (at, actor, address, request_id, action, kind, subject, before)
                                select ?, ?, ?, ?, 'DELETED', 'HOST', name, to_jsonb(removed) from removed
                                """, host, Timestamps.of(now), actor.name(), actor.address(), actor.requestId())
                        .update(connection)
                > 0;
        if (removed) {
            DerivedUtilization.deleteOf(List.of(host), connection);
            resolveAlerts(List.of(host), "host removed", actor, now, connection);
        }
        return removed;
    }

    /**
     * Deletes hosts that were not seen since {@code oldest}, with the same effect on alerts.
     *
     * @param names candidates; seen hosts are skipped
     */
    public static int removeUnseen(Collection<String> names, Instant oldest, Instant now, Connection connection)
            throws SQLException {
        excludeWriters(connection);
        List<String> removed = Sql.of(
                        "delete from host where name = any (?) and last_seen_at < ? returning name",
                        names.toArray(String[]::new),
                        Timestamps.of(oldest))
                .list(connection, row -> row.getString("name"));
        DerivedUtilization.deleteOf(removed, connection);
        resolveAlerts(removed, "host removed: no data within the retention period", Actor.SYSTEM, now, connection);
        return removed.size();
    }

    /** Resolves the alerts of removed hosts, unless another spelling of the name remains: both are one host. */
    private static void resolveAlerts(
            List<String> removed, String comment, Actor actor, Instant now, Connection connection) throws SQLException {
        List<String> gone =
                Sql.of("""
                select name from unnest(?::text[]) as name
                where lower(name) not in (select lower(host.name) from host)""", (Object) removed.toArray(String[]::new)).list(connection, row -> row.getString("name"));
        new AlertEngine(new PostgresAlertStates(connection)).removeHosts(gone, comment, actor.name(), now);
    }

    /** No transaction stores observations or evaluates rules until the end of this one. */
    private static void excludeWriters(Connection connection) throws SQLException {
        PostgresTimeBasedEvaluation.exclude(connection);
        Removals.begin(connection);
    }
}
