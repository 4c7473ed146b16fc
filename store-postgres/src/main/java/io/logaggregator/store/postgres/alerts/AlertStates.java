package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.engine.AlertState;
import io.logaggregator.core.alerting.engine.OpenAlert;
import io.logaggregator.core.alerting.engine.TrackedHosts;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of alert states, on a connection in a transaction.
 *
 * <p>Callers first insert missing rows, then lock rows, both in fingerprint order. So inserts wait only for inserts, and
 * locks only for sessions that have inserted theirs: no deadlock. Not thread-safe.
 */
public final class AlertStates {

    private final Connection connection;

    public AlertStates(Connection connection) {
        this.connection = connection;
    }

    /** The series of a rule. */
    public record Subject(AlertRule rule, Labels labels, UUID fingerprint) {}

    /** A new state of a subject. */
    public record Change(Subject subject, AlertState state) {}

    /**
     * Returns the hosts with states of rules on metrics.
     *
     * @param max hosts to list per rule; a rule with more is listed as one with many
     */
    public TrackedHosts hosts(int max) throws SQLException {
        Map<UUID, Set<String>> few = new HashMap<>();
        Map<UUID, Integer> rows = new HashMap<>();
        Sql.of("""
                select rule.id, state.host
                from alert_rule rule
                cross join lateral (
                    select labels ->> 'host' as host from alert_state where rule_id = rule.id limit ?
                ) as state
                where rule.condition -> 'metric' is not null and rule.enabled
                """, max + 1).list(connection, row -> {
            UUID rule = row.getObject("id", UUID.class);
            rows.merge(rule, 1, Integer::sum);
            return few.computeIfAbsent(rule, id -> new HashSet<>()).add(row.getString("host"));
        });
        rows.values().removeIf(count -> count <= max);
        few.keySet().removeAll(rows.keySet());
        return new TrackedHosts(few, rows.keySet());
    }

    /** Returns those of the fingerprints that have a row. */
    public Set<UUID> known(Collection<UUID> fingerprints) throws SQLException {
        return ids(Sql.of("select fingerprint as id from alert_state where fingerprint = any (?)", (Object)
                fingerprints.toArray(UUID[]::new)));
    }

    /** Returns the fingerprints of all rows of a rule, or nothing if there are at least {@code limit}. */
    public Optional<Set<UUID>> knownOf(UUID rule, int limit) throws SQLException {
        Set<UUID> known =
                ids(Sql.of("select fingerprint as id from alert_state where rule_id = ? limit ?", rule, limit));
        return known.size() < limit ? Optional.of(known) : Optional.empty();
    }

    private Set<UUID> ids(Sql sql) throws SQLException {
        return new HashSet<>(sql.list(connection, row -> row.getObject("id", UUID.class)));
    }

    /** Inserts inactive states for subjects without a row. */
    public void insert(Collection<Subject> subjects) throws SQLException {
        if (subjects.isEmpty()) {
            return;
        }
        Sql.of(
                        """
                insert into alert_state (fingerprint, rule_id, labels, since, window_counts, updated_at)
                select fingerprint::uuid, rule_id::uuid, labels::jsonb,
                       '{0,0,0,0}', '{}', clock_timestamp()
                from unnest(?::text[], ?::text[], ?::text[])
                     as subject (fingerprint, rule_id, labels)
                order by fingerprint::uuid
                on conflict do nothing
                """,
                        Columns.of(subjects)
                                .text(Subject::fingerprint)
                                .text(subject -> subject.rule().id())
                                .text(subject -> JsonText.of(subject.labels().values()))
                                .arrays())
                .update(connection);
    }

    /** Locks and reads the rows of these fingerprints; those without a row are absent. */
    public Map<UUID, AlertState> lock(Collection<UUID> fingerprints) throws SQLException {
        return read("""
                select * from alert_state where fingerprint = any (?) order by fingerprint for update
                """, fingerprints);
    }

    /** Reads the committed rows of these fingerprints without a lock. */
    public Map<UUID, AlertState> read(Collection<UUID> fingerprints) throws SQLException {
        return read("select * from alert_state where fingerprint = any (?)", fingerprints);
    }

    private Map<UUID, AlertState> read(String query, Collection<UUID> fingerprints) throws SQLException {
        Map<UUID, AlertState> states = new HashMap<>();
        if (fingerprints.isEmpty()) {
            return states;
        }
        Sql.of(query, (Object) fingerprints.toArray(UUID[]::new))
                .list(
                        connection,
                        row -> states.put(row.getObject("fingerprint", UUID.class), AlertStateColumns.state(row)));
        return states;
    }

    /** Updates locked rows. */
    public void write(List<Change> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        Sql.of(
                        """
                update alert_state as state
                set judged_until = change.judged_until,
                    settled_until = change.settled_until,
                    since = change.since::bigint[],
                    suppressed = change.suppressed,
                    window_counts = change.window_counts::bigint[],
                    alert_id = change.alert_id::uuid,
                    opened_at = change.opened_at,
                    severity = change.severity,
                    highest = change.highest,
                    occurrences = change.occurrences,
                    last_at = change.last_at,
                    last_value = change.last_value,
                    peak = change.peak,
                    due_at = change.due_at,
                    updated_at = clock_timestamp()
                from unnest(?::text[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::text[],
                            ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::bigint[],
                            ?::timestamptz[], ?::float8[], ?::float8[], ?::timestamptz[])
                     as change (fingerprint, judged_until, settled_until, since, suppressed,
                                window_counts, alert_id, opened_at, severity, highest, occurrences,
                                last_at, last_value, peak, due_at)
                where state.fingerprint = change.fingerprint::uuid
                """,
                        Columns.of(changes)
                                .text(change -> change.subject.fingerprint())
                                .timestamp(change -> change.state.evaluatedUntil())
                                .timestamp(change -> change.state.lastResolvedAt())
                                .text(change -> AlertStateColumns.since(change.state))
                                .text(change -> change.state.suppressed())
                                .text(change -> AlertStateColumns.window(change.state))
                                .text(ofAlert(OpenAlert::id))
                                .text(ofAlert(alert -> Timestamps.text(alert.openedAt())))
                                .text(ofAlert(OpenAlert::severity))
                                .text(ofAlert(OpenAlert::highest))
                                .text(ofAlert(OpenAlert::occurrences))
                                .text(ofAlert(
                                        alert -> Timestamps.text(alert.last().at())))
                                .text(ofAlert(alert -> alert.last().value()))
                                .text(ofAlert(OpenAlert::peak))
                                .timestamp(change -> change.state
                                        .dueAt(change.subject.rule().definition())
                                        .orElse(null))
                                .arrays())
                .update(connection);
    }

    /** Deletes rows that were inactive for 10 minutes. */
    public void deleteInactive() throws SQLException {
        Sql.of("""
                delete from alert_state where fingerprint in (
                    select fingerprint from alert_state
                    where alert_id is null and since = '{0,0,0,0}' and suppressed is null and window_counts = '{}'
                      and updated_at < clock_timestamp() - interval '10 minutes'
                    limit 10000
                    for update skip locked)
                """).update(connection);
    }

    /** A field of the open alert, null without one. */
    private static Function<Change, @Nullable Object> ofAlert(Function<OpenAlert, @Nullable Object> field) {
        return change -> change.state.openAlert().map(field).orElse(null);
    }
}
