package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertHistory;
import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTrends;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.alerting.alert.Evidence;
import io.logaggregator.core.alerting.alert.Evidence.ProcessChange;
import io.logaggregator.core.alerting.alert.Evidence.Usage;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.AlertEngine;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.state.StateRequest;
import io.logaggregator.core.common.Page;
import io.logaggregator.core.common.StorableText;
import io.logaggregator.store.postgres.sql.Pools;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.SqlErrors;
import io.logaggregator.store.postgres.sql.TimeBuckets;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Alerts in {@code alert}; their ids sort by the time they opened. Thread-safe. */
public final class PostgresAlerts implements Alerts {

    private final Pools pools;

    public PostgresAlerts(Pools pools) {
        this.pools = pools;
    }

    @Override
    public Page<Alert> find(AlertQuery query, int limit, Optional<UUID> after) {
        return AlertRow.newest(query, limit + 1, after).page(pools.quick(), AlertRow::read, limit, Alert::id);
    }

    @Override
    public List<StatusCount> count(AlertQuery query) {
        return AlertRow.counts(query).list(pools.count(), AlertRow::readCount);
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
                    AlertRow.transitions(id).list(connection, AlertRow::readTransition),
                    evidence(id).list(connection, PostgresAlerts::readEvidence)));
        });
    }

    @Override
    public Optional<Alert> act(UUID id, AlertStatus next, String comment, Actor actor, Instant now) {
        // stored precision, since ids are derived from it
        Instant at = now.truncatedTo(ChronoUnit.MICROS);
        String text = StorableText.of(comment);
        return Query.run(pools.quick(), connection -> {
            connection.setAutoCommit(false); // the pool resets it, and rolls back uncommitted changes
            Optional<Alert> before = locked(id, connection);
            if (before.isEmpty()) {
                return before;
            }
            new AlertEngine(states(connection)).act(before.get(), next, text, actor.name(), at);
            audit(before.get(), next, text, actor, at, connection);
            Optional<Alert> after = AlertRow.byId(id).first(connection, AlertRow::read);
            connection.commit();
            return after;
        });
    }

    private static PostgresAlertStates states(Connection connection) {
        return new PostgresAlertStates(connection, SqlErrors::whileReading);
    }

    /**
     * Locks the state before the alert, as evaluation does, so that they never deadlock. Reads the alert first: once it is
     * visible, so is its state.
     */
    private static Optional<Alert> locked(UUID id, Connection connection) throws SQLException {
        if (AlertRow.byId(id).first(connection, AlertRow::read).isEmpty()) {
            return Optional.empty();
        }
        states(connection).load(new StateRequest.OfAlert(id));
        return Sql.of("? for update of alert", AlertRow.byId(id)).first(connection, AlertRow::read);
    }

    private static void audit(
            Alert before, AlertStatus next, String comment, Actor actor, Instant now, Connection connection)
            throws SQLException {
        Sql.of(
                        """
                        insert into audit_entry (at, actor, request_id, action, kind, subject, before, after)
                        values (?, ?, ?, ?, 'ALERT', ?, jsonb_build_object('status', ?::text),
                                jsonb_build_object('status', ?::text, 'comment', ?::text))
                        """,
                        Timestamps.of(now),
                        actor.name(),
                        actor.requestId(),
                        next.name(),
                        before.id().toString(),
                        before.status().name(),
                        next.name(),
                        comment)
                .update(connection);
    }

    @Override
    public AlertTrends trends(Instant from, Instant to, Duration step, int top) {
        return Query.inSnapshot(pools.count(), new TrendsQuery(new TimeBuckets(from, to, step), top));
    }

    /** Selects the evidence of an alert, oldest first. */
    private static Sql evidence(UUID alertId) {
        return Sql.of("""
                select at, severity, value, threshold, sample_at, sample_value, processes_at, compared_with,
                       pid, name, cpu, memory, cpu_before, memory_before
                from alert_evidence where alert_id = ?
                order by at, array_position(array['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'], severity)""", alertId);
    }

    private static Evidence readEvidence(ResultSet row) throws SQLException {
        return new Evidence(
                Timestamps.read(row, "at"),
                Severity.valueOf(row.getString("severity")),
                row.getDouble("value"),
                row.getDouble("threshold"),
                samples(row),
                Timestamps.readIfAny(row, "processes_at"),
                Timestamps.readIfAny(row, "compared_with"),
                processes(row));
    }

    private static List<Point> samples(ResultSet row) throws SQLException {
        Timestamp[] times = (Timestamp[]) row.getArray("sample_at").getArray();
        Double[] values = (Double[]) row.getArray("sample_value").getArray();
        List<Point> samples = new ArrayList<>(times.length);
        for (int index = 0; index < times.length; index++) {
            samples.add(new Point(times[index].toInstant(), values[index]));
        }
        return samples;
    }

    private static List<ProcessChange> processes(ResultSet row) throws SQLException {
        Integer[] pids = (Integer[]) row.getArray("pid").getArray();
        String[] names = (String[]) row.getArray("name").getArray();
        @Nullable Double[] cpu = (Double[]) row.getArray("cpu").getArray();
        @Nullable Long[] memory = (Long[]) row.getArray("memory").getArray();
        @Nullable Double[] cpuBefore = (Double[]) row.getArray("cpu_before").getArray();
        @Nullable Long[] memoryBefore = (Long[]) row.getArray("memory_before").getArray();
        List<ProcessChange> processes = new ArrayList<>(pids.length);
        for (int index = 0; index < pids.length; index++) {
            processes.add(new ProcessChange(
                    pids[index],
                    names[index],
                    usage(cpu[index], memory[index]),
                    usage(cpuBefore[index], memoryBefore[index])));
        }
        return processes;
    }

    private static Optional<Usage> usage(@Nullable Double cpuRatio, @Nullable Long memoryBytes) {
        return cpuRatio == null || memoryBytes == null
                ? Optional.empty()
                : Optional.of(new Usage(cpuRatio, memoryBytes));
    }
}
