package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.state.AlertChanges.SubjectTransition;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Applies transitions to the rows of alerts. Updates come before inserts, so that a resolved alert precedes the next one of
 * the same rule and labels. Not thread-safe.
 */
final class AlertTable {

    private final Connection connection;

    AlertTable(Connection connection) {
        this.connection = connection;
    }

    void write(List<SubjectTransition> entries) throws SQLException {
        Map<UUID, Change> changes = new LinkedHashMap<>();
        for (SubjectTransition entry : entries) {
            changes.compute(
                    entry.transition().alertId(),
                    (id, before) -> before == null ? Change.of(entry) : before.then(entry));
        }
        update(changes.values().stream().filter(change -> !change.isNew()).toList());
        insert(changes.values().stream().filter(Change::isNew).toList());
    }

    /**
     * An existing alert is reopened: missing data since the same instant is detected again by a rule that was
     * disabled in the meantime.
     */
    private void insert(List<Change> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        Sql.of(
                        """
                insert into alert (id, rule_id, rule_name, fingerprint, labels, host, severity, highest, status,
                                   opened_at, acknowledged_at, resolved_at, last_at, value, peak, threshold, occurrences)
                select id::uuid, rule_id::uuid, rule_name, fingerprint::uuid, labels::jsonb, host, severity, highest,
                       status, opened_at, acknowledged_at, resolved_at, last_at, value, peak, threshold, occurrences
                from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[],
                            ?::text[], ?::float8[], ?::float8[], ?::float8[], ?::bigint[],
                            ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[]) with ordinality
                     as change (id, severity, highest, last_at, acknowledged_at, resolved_at,
                                status, value, peak, threshold, occurrences,
                                rule_id, rule_name, fingerprint, labels, host, opened_at, number)
                order by number
                on conflict (id) do update
                set severity = excluded.severity, highest = excluded.highest, status = excluded.status,
                    acknowledged_at = excluded.acknowledged_at, resolved_at = excluded.resolved_at,
                    last_at = excluded.last_at, value = excluded.value, peak = excluded.peak,
                    threshold = excluded.threshold, occurrences = excluded.occurrences
                """,
                        columns(changes)
                                .text(change -> change.first.subject().ruleId())
                                .text(change -> change.first.subject().ruleName())
                                .text(change -> change.first.subject().fingerprint())
                                .text(change -> JsonText.of(
                                        change.first.subject().labels().values()))
                                .text(change -> change.first.subject().labels().host())
                                .timestamp(change -> change.first.transition().at())
                                .arrays())
                .update(connection);
    }

    private void update(List<Change> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        Sql.of("""
                update alert
                set severity = change.severity, highest = change.highest,
                    last_at = coalesce(change.last_at, alert.last_at),
                    acknowledged_at = case when change.status = 'OPEN' then null
                                           else coalesce(change.acknowledged_at, alert.acknowledged_at) end,
                    resolved_at = coalesce(change.resolved_at, alert.resolved_at),
                    status = coalesce(change.status, alert.status),
                    value = change.value, peak = change.peak, threshold = change.threshold,
                    occurrences = change.occurrences
                from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[],
                            ?::text[], ?::float8[], ?::float8[], ?::float8[], ?::bigint[])
                     as change (id, severity, highest, last_at, acknowledged_at, resolved_at,
                                status, value, peak, threshold, occurrences)
                where alert.id = change.id::uuid
                """, columns(changes).arrays()).update(connection);
    }

    /** Stores the newest parts of alerts of other systems. */
    void describe(Map<UUID, Alert.External> external) throws SQLException {
        if (external.isEmpty()) {
            return;
        }
        Sql.of(
                        """
                update alert
                set annotations = newest.annotations::jsonb, generator_url = newest.generator_url,
                    ends_at = newest.ends_at
                from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[])
                     as newest (id, annotations, generator_url, ends_at)
                where alert.id = newest.id::uuid
                """,
                        Columns.of(List.copyOf(external.entrySet()))
                                .text(Map.Entry::getKey)
                                .text(newest -> JsonText.of(newest.getValue().annotations()))
                                .text(newest -> newest.getValue().generatorUrl())
                                .timestamp(newest -> newest.getValue().endsAt())
                                .arrays())
                .update(connection);
    }

    private static Columns<Change> columns(List<Change> changes) {
        return Columns.of(changes)
                .text(change -> change.last.alertId())
                .text(change -> change.last.severity())
                .text(change -> change.last.highest())
                .timestamp(change -> change.evaluatedAt)
                .timestamp(change -> change.acknowledgedAt)
                .timestamp(change -> change.resolvedAt)
                .text(Change::status)
                .float8(change -> change.last.value())
                .float8(change -> change.last.peak())
                .float8(change -> change.last.threshold())
                .bigint(change -> change.last.occurrences());
    }

    /**
     * The combined effect of several transitions on an alert.
     *
     * @param evaluatedAt last evaluation; an action of a user is none
     * @param escalated whether it has escalated without an acknowledgement after that
     */
    private record Change(
            SubjectTransition first,
            AlertTransition last,
            @Nullable Instant evaluatedAt,
            @Nullable Instant acknowledgedAt,
            @Nullable Instant resolvedAt,
            boolean escalated) {

        static Change of(SubjectTransition entry) {
            return new Change(entry, entry.transition(), null, null, null, false).then(entry);
        }

        Change then(SubjectTransition entry) {
            AlertTransition next = entry.transition();
            boolean isAcknowledgement = next.kind() == Kind.ACKNOWLEDGED;
            boolean isEscalation = next.kind() == Kind.RAISED;
            return new Change(
                    first,
                    next,
                    entry.evaluatedAt() == null ? evaluatedAt : entry.evaluatedAt(),
                    isEscalation ? null : isAcknowledgement ? next.at() : acknowledgedAt,
                    next.kind() == Kind.RESOLVED ? next.at() : resolvedAt,
                    isEscalation || (escalated && !isAcknowledgement));
        }

        boolean isNew() {
            return first.transition().kind() == Kind.OPENED;
        }

        /** The new status; null if it is unchanged. An acknowledged alert that escalates needs attention again. */
        @Nullable
        String status() {
            if (resolvedAt != null) {
                return AlertStatus.RESOLVED.name();
            }
            if (acknowledgedAt != null) {
                return AlertStatus.ACKNOWLEDGED.name();
            }
            return isNew() || escalated ? AlertStatus.OPEN.name() : null;
        }
    }
}
