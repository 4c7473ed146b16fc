package io.logaggregator.store.postgres.alerts.evaluation;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.engine.AlertState;
import io.logaggregator.core.alerting.engine.OpenAlert;
import io.logaggregator.core.alerting.engine.TrackedHosts;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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
final class AlertStates {

    private final Connection connection;

    AlertStates(Connection connection) {
        this.connection = connection;
    }

    /** The series of a rule. */
    record Subject(AlertRule rule, Labels labels, UUID fingerprint) {}

    /** A new state of a subject. */
    record Change(Subject subject, AlertState state) {}

    /**
     * Returns the hosts with states of threshold rules.
     *
     * @param max hosts to list per rule; a rule with more is listed as one with many
     */
    TrackedHosts hosts(int max) throws SQLException {
        Map<UUID, Set<String>> few = new HashMap<>();
        Map<UUID, Integer> rows = new HashMap<>();
        Sql.of("""
                select rule.id, state.host
                from alert_rule rule
                cross join lateral (
                    select labels ->> 'host' as host from alert_state where rule_id = rule.id limit ?
                ) as state
                where rule.kind = 'THRESHOLD' and rule.enabled
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
    Set<UUID> known(Collection<UUID> fingerprints) throws SQLException {
        return ids(Sql.of("select fingerprint as id from alert_state where fingerprint = any (?::uuid[])", (Object)
                texts(fingerprints, UUID::toString)));
    }

    /** Returns the fingerprints of all rows of a rule, or nothing if there are at least {@code limit}. */
    Optional<Set<UUID>> knownOf(UUID rule, int limit) throws SQLException {
        Set<UUID> known =
                ids(Sql.of("select fingerprint as id from alert_state where rule_id = ? limit ?", rule, limit));
        return known.size() < limit ? Optional.of(known) : Optional.empty();
    }

    private Set<UUID> ids(Sql sql) throws SQLException {
        return new HashSet<>(sql.list(connection, row -> row.getObject("id", UUID.class)));
    }

    /** Inserts inactive states for subjects without a row. */
    void insert(Collection<Subject> subjects) throws SQLException {
        if (subjects.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into alert_state (fingerprint, rule_id, rule_version, labels, since, muted, window_counts, updated_at)
                select fingerprint::uuid, rule_id::uuid, rule_version, labels::jsonb,
                       '{0,0,0,0}', false, '{}', clock_timestamp()
                from unnest(?::text[], ?::text[], ?::bigint[], ?::text[])
                     as subject (fingerprint, rule_id, rule_version, labels)
                order by fingerprint::uuid
                on conflict do nothing
                """)) {
            insert.setObject(1, texts(subjects, subject -> subject.fingerprint().toString()));
            insert.setObject(2, texts(subjects, subject -> subject.rule().id().toString()));
            insert.setObject(
                    3,
                    subjects.stream()
                            .mapToLong(subject -> subject.rule().version())
                            .toArray());
            insert.setObject(
                    4, texts(subjects, subject -> JsonText.of(subject.labels().values())));
            insert.executeUpdate();
        }
    }

    /** Locks and reads the rows of these fingerprints; those without a row are absent. */
    Map<UUID, AlertState> lock(Collection<UUID> fingerprints) throws SQLException {
        return read("""
                select * from alert_state where fingerprint = any (?::uuid[]) order by fingerprint for update
                """, fingerprints);
    }

    /** Reads the committed rows of these fingerprints without a lock. */
    Map<UUID, AlertState> read(Collection<UUID> fingerprints) throws SQLException {
        return read("select * from alert_state where fingerprint = any (?::uuid[])", fingerprints);
    }

    private Map<UUID, AlertState> read(String query, Collection<UUID> fingerprints) throws SQLException {
        Map<UUID, AlertState> states = new HashMap<>();
        if (fingerprints.isEmpty()) {
            return states;
        }
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setObject(1, texts(fingerprints, UUID::toString));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    states.put(row.getObject("fingerprint", UUID.class), AlertStateColumns.state(row));
                }
            }
            return states;
        }
    }

    /** Updates locked rows. */
    void write(List<Change> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement("""
                update alert_state as state
                set rule_version = change.rule_version,
                    judged_until = change.judged_until,
                    settled_until = change.settled_until,
                    since = change.since::bigint[],
                    muted = change.muted,
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
                from unnest(?::text[], ?::bigint[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::boolean[],
                            ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::bigint[],
                            ?::timestamptz[], ?::float8[], ?::float8[], ?::timestamptz[])
                     as change (fingerprint, rule_version, judged_until, settled_until, since, muted,
                                window_counts, alert_id, opened_at, severity, highest, occurrences,
                                last_at, last_value, peak, due_at)
                where state.fingerprint = change.fingerprint::uuid
                """)) {
            update.setObject(
                    1, texts(changes, change -> change.subject.fingerprint().toString()));
            update.setObject(2, texts(changes, change -> Long.toString(change.state.ruleVersion())));
            update.setObject(3, instants(changes, change -> change.state.evaluatedUntil()));
            update.setObject(4, instants(changes, change -> change.state.lastResolvedAt()));
            update.setObject(5, texts(changes, change -> AlertStateColumns.since(change.state)));
            update.setObject(6, texts(changes, change -> Boolean.toString(change.state.awaitingRecovery())));
            update.setObject(7, texts(changes, change -> AlertStateColumns.window(change.state)));
            update.setObject(8, ofAlert(changes, alert -> alert.id().toString()));
            update.setObject(9, ofAlert(changes, alert -> Timestamps.text(alert.openedAt())));
            update.setObject(10, ofAlert(changes, alert -> alert.severity().name()));
            update.setObject(11, ofAlert(changes, alert -> alert.highest().name()));
            update.setObject(12, ofAlert(changes, alert -> Long.toString(alert.occurrences())));
            update.setObject(
                    13, ofAlert(changes, alert -> Timestamps.text(alert.last().at())));
            update.setObject(
                    14, ofAlert(changes, alert -> Double.toString(alert.last().value())));
            update.setObject(15, ofAlert(changes, alert -> Double.toString(alert.peak())));
            update.setObject(
                    16,
                    instants(
                            changes,
                            change -> change.state
                                    .dueAt(change.subject.rule().definition())
                                    .orElse(null)));
            update.executeUpdate();
        }
    }

    /** Deletes rows that were inactive for 10 minutes. */
    void deleteInactive() throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                delete from alert_state where fingerprint in (
                    select fingerprint from alert_state
                    where alert_id is null and since = '{0,0,0,0}' and not muted and window_counts = '{}'
                      and updated_at < clock_timestamp() - interval '10 minutes'
                    limit 10000
                    for update skip locked)
                """)) {
            delete.executeUpdate();
        }
    }

    private static <T> @Nullable String[] texts(Collection<T> of, Function<T, @Nullable String> text) {
        return of.stream().map(text).toArray(String[]::new);
    }

    private static @Nullable String[] instants(List<Change> changes, Function<Change, @Nullable Instant> instant) {
        return texts(changes, change -> Timestamps.text(instant.apply(change)));
    }

    private static @Nullable String[] ofAlert(List<Change> changes, Function<OpenAlert, @Nullable String> text) {
        return texts(changes, change -> change.state.openAlert().map(text).orElse(null));
    }
}
