package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.state.AlertChanges.WindowChange;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The changes of the windows of log-count rules, on a connection in a transaction. Rows are appended, and deleted when a
 * snapshot replaces them; none is updated. Not thread-safe.
 */
final class LogWindowTable {

    /** First key of the advisory locks; the second one is the hash of the rule. */
    private static final int LOCKS = 7_304_121;

    private static final int MAX_COMPACTED_RULES = 20;

    private final Connection connection;

    LogWindowTable(Connection connection) {
        this.connection = connection;
    }

    /** Locks the windows of rules until the end of the transaction, always in the same order. */
    void lock(Set<UUID> ruleIds) throws SQLException {
        int[] keys =
                ruleIds.stream().mapToInt(UUID::hashCode).sorted().distinct().toArray();
        Sql.of("select pg_advisory_xact_lock(?, key) from unnest(?) as key", LOCKS, keys)
                .list(connection, _ -> true);
    }

    /** Returns the changes after those with the known numbers. */
    List<WindowChange> changes(SortedMap<UUID, Long> known) throws SQLException {
        return Sql.of(
                        """
                select change.rule_id, change.sequence, change.is_snapshot, change.content
                from unnest(?, ?) as known (rule_id, sequence)
                join alert_log_window as change
                  on change.rule_id = known.rule_id and change.sequence > known.sequence
                order by change.rule_id, change.sequence
                """,
                        known.keySet().toArray(UUID[]::new),
                        known.values().stream().mapToLong(Long::longValue).toArray())
                .list(
                        connection,
                        row -> new WindowChange(
                                row.getObject("rule_id", UUID.class),
                                row.getLong("sequence"),
                                row.getBoolean("is_snapshot"),
                                row.getBytes("content")));
    }

    /** Appends changes. A snapshot deletes those before. */
    void append(List<WindowChange> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        Sql.of(
                        """
                insert into alert_log_window (rule_id, sequence, is_snapshot, content)
                select rule_id::uuid, sequence, is_snapshot, content
                from unnest(?, ?, ?, ?) as change (rule_id, sequence, is_snapshot, content)
                """,
                        Columns.of(changes)
                                .text(WindowChange::ruleId)
                                .bigint(WindowChange::sequence)
                                .bool(WindowChange::isSnapshot)
                                .bytea(WindowChange::content)
                                .arrays())
                .update(connection);
        List<WindowChange> snapshots =
                changes.stream().filter(WindowChange::isSnapshot).toList();
        if (!snapshots.isEmpty()) {
            Sql.of(
                            """
                    delete from alert_log_window as change using unnest(?, ?) as snapshot (rule_id, sequence)
                    where change.rule_id = snapshot.rule_id and change.sequence < snapshot.sequence
                    """,
                            snapshots.stream().map(WindowChange::ruleId).toArray(UUID[]::new),
                            snapshots.stream().mapToLong(WindowChange::sequence).toArray())
                    .update(connection);
        }
    }

    List<UUID> rules() throws SQLException {
        return Sql.of("select distinct rule_id from alert_log_window")
                .list(connection, row -> row.getObject("rule_id", UUID.class));
    }

    /** Returns some rules with at least 64 changes, or with a change that is older than 10 minutes. */
    List<UUID> rulesToCompact() throws SQLException {
        return Sql.of("""
                select rule_id from alert_log_window
                group by rule_id
                having count(*) >= 64
                    or count(*) > 1 and min(created_at) < clock_timestamp() - interval '10 minutes'
                limit ?
                """, MAX_COMPACTED_RULES).list(connection, row -> row.getObject("rule_id", UUID.class));
    }

    void deleteWithoutRule() throws SQLException {
        Sql.of("delete from alert_log_window where rule_id not in (select id from alert_rule)")
                .update(connection);
    }
}
