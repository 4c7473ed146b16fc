package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.kinds.ExternalAlerts;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.state.AlertChanges.StateChange;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.AlertStateStore.StoredState;
import io.logaggregator.core.alerting.state.AlertSubject;
import io.logaggregator.core.alerting.state.LogWindow;
import io.logaggregator.core.alerting.state.OpenAlert;
import io.logaggregator.core.alerting.state.StateRequest;
import io.logaggregator.core.alerting.state.StateRequest.Lock;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of alert states, on a connection in a transaction.
 *
 * <p>Callers first insert missing rows, then lock rows, both in fingerprint order. So inserts wait only for inserts, and
 * locks only for sessions that have inserted theirs: no deadlock. Not thread-safe.
 */
final class AlertStateTable {

    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final Connection connection;

    AlertStateTable(Connection connection) {
        this.connection = connection;
    }

    /**
     * Returns the hosts with states of rules on metrics.
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
                    select coalesce(labels ->> 'host', '') as host from alert_state where rule_id = rule.id limit ?
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
    Set<UUID> existing(Collection<UUID> fingerprints) throws SQLException {
        if (fingerprints.isEmpty()) {
            return Set.of();
        }
        return ids(Sql.of("select fingerprint as id from alert_state where fingerprint = any (?)", (Object)
                fingerprints.toArray(UUID[]::new)));
    }

    /** Returns the fingerprints of all rows of a rule, or nothing if there are at least {@code limit}. */
    Optional<Set<UUID>> existingOf(UUID rule, int limit) throws SQLException {
        Set<UUID> existing =
                ids(Sql.of("select fingerprint as id from alert_state where rule_id = ? limit ?", rule, limit));
        return existing.size() < limit ? Optional.of(existing) : Optional.empty();
    }

    private Set<UUID> ids(Sql sql) throws SQLException {
        return new HashSet<>(sql.list(connection, row -> row.getObject("id", UUID.class)));
    }

    /** Returns the fingerprints of all rows of these rules. */
    Map<UUID, Set<UUID>> fingerprints(Set<UUID> ruleIds) throws SQLException {
        Map<UUID, Set<UUID>> fingerprints = new HashMap<>();
        Sql.of("select rule_id, fingerprint from alert_state where rule_id = any (?)", (Object)
                        ruleIds.toArray(UUID[]::new))
                .list(
                        connection,
                        row -> fingerprints
                                .computeIfAbsent(row.getObject("rule_id", UUID.class), _ -> new HashSet<>())
                                .add(row.getObject("fingerprint", UUID.class)));
        return fingerprints;
    }

    /** Inserts inactive states for subjects without a row. */
    void insert(Collection<AlertSubject> subjects) throws SQLException {
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
                                .text(AlertSubject::fingerprint)
                                .text(AlertSubject::ruleId)
                                .text(subject -> JsonText.of(subject.labels().values()))
                                .arrays())
                .update(connection);
    }

    /** Locks and reads the rows of these fingerprints; those without a row are absent. */
    List<StoredState> lock(Collection<UUID> fingerprints, Function<UUID, AlertSubject> subjects) throws SQLException {
        if (fingerprints.isEmpty()) {
            return List.of();
        }
        return Sql.of("select * from alert_state where fingerprint = any (?) order by fingerprint for update", (Object)
                        fingerprints.toArray(UUID[]::new))
                .list(
                        connection,
                        row -> new StoredState(
                                subjects.apply(row.getObject("fingerprint", UUID.class)),
                                state(row),
                                0,
                                dueAt(row),
                                Set.of(),
                                null));
    }

    /** Reads the rows that a request selects. */
    List<StoredState> list(StateRequest request) throws SQLException {
        return Sql.of("""
                select state.*, coalesce(rule.name, alert.rule_name, '') as rule_name,
                       coalesce(alert.threshold, 0) as threshold,
                       array(select jsonb_object_keys(state.labels)) as names,
                       array(select value from jsonb_each_text(state.labels)) as values
                from alert_state state
                left join alert on alert.id = state.alert_id
                left join alert_rule rule on rule.id = state.rule_id
                where ?""", condition(request)).list(connection, AlertStateTable::stored);
    }

    private static Sql condition(StateRequest request) {
        return switch (request) {
            case StateRequest.OfSubjects _ ->
                throw new IllegalArgumentException("request: subjects (expected: one without new rows)");
            case StateRequest.OfFingerprints of ->
                Sql.of("state.fingerprint = any (?) ?", of.fingerprints().toArray(UUID[]::new), lock(of.lock()));
            case StateRequest.OfRule of -> Sql.of("state.rule_id = ? ?", of.ruleId(), lock(of.lock()));
            case StateRequest.OfHosts of ->
                Sql.of(
                        "lower(state.labels ->> 'host') = any (select lower(name) from unnest(?::text[]) as name) ?",
                        of.hosts().toArray(String[]::new),
                        lock(Lock.WAIT));
            case StateRequest.OfAlert of -> Sql.of("state.alert_id = ? ?", of.alertId(), lock(Lock.WAIT));
            case StateRequest.Due due ->
                Sql.of("""
                        state.due_at <= ? and state.rule_id = any (?)
                        order by state.due_at
                        limit ?
                        for update of state skip locked""", Timestamps.of(due.now()), due.ruleIds().toArray(UUID[]::new), due.limit());
            case StateRequest.WithoutRule without -> Sql.of("""
                        not exists (select from alert_rule where id = state.rule_id and enabled)
                          and state.rule_id <> ?
                        limit ?
                        for update of state skip locked""", ExternalAlerts.RULE_ID, without.limit());
            case StateRequest.Stale stale -> Sql.of("""
                        exists (select from ? as stale (rule_id, millis)
                                left join alert_rule_schedule schedule on schedule.rule_id = state.rule_id
                                where stale.rule_id::uuid = state.rule_id
                                  and state.appended_at
                                      <= least(?, schedule.evaluated_until) - stale.millis * interval '1 millisecond')
                        limit ?
                        for update of state skip locked""", lengths(stale), Timestamps.of(stale.now()), stale.limit());
        };
    }

    private static Sql lengths(StateRequest.Stale stale) {
        return Sql.of(
                "unnest(?::text[], ?::bigint[])",
                Columns.of(stale.after().entrySet())
                        .text(Map.Entry::getKey)
                        .bigint(after -> after.getValue().toMillis())
                        .arrays());
    }

    private static Sql lock(Lock lock) {
        return Sql.of(
                switch (lock) {
                    case NONE -> "";
                    case WAIT -> "order by state.fingerprint for update of state";
                    case SKIP_LOCKED -> "for update of state skip locked";
                });
    }

    /** Updates locked rows. */
    void write(List<StateChange> changes) throws SQLException {
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
                    log_window = change.log_window::bigint[],
                    alert_id = change.alert_id::uuid,
                    opened_at = change.opened_at,
                    severity = change.severity,
                    highest = change.highest,
                    occurrences = change.occurrences,
                    last_at = change.last_at,
                    last_value = change.last_value,
                    peak = change.peak,
                    due_at = change.due_at,
                    newest_at = change.newest_at,
                    appended_at = change.appended_at,
                    changed_at = change.changed_at,
                    updated_at = clock_timestamp()
                from unnest(?::text[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::text[],
                            ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::bigint[],
                            ?::timestamptz[], ?::float8[], ?::float8[], ?::timestamptz[], ?::timestamptz[],
                            ?::timestamptz[], ?::timestamptz[])
                     as change (fingerprint, judged_until, settled_until, since, suppressed,
                                log_window, alert_id, opened_at, severity, highest, occurrences,
                                last_at, last_value, peak, due_at, newest_at, appended_at, changed_at)
                where state.fingerprint = change.fingerprint::uuid
                """,
                        Columns.of(changes)
                                .text(change -> change.subject().fingerprint())
                                .timestamp(change -> change.state().evaluatedUntil())
                                .timestamp(change -> change.state().closedUntil())
                                .text(change -> since(change.state()))
                                .text(change -> change.state().suppressed())
                                .text(change -> window(change.state()))
                                .text(ofAlert(OpenAlert::id))
                                .text(ofAlert(alert -> Timestamps.text(alert.openedAt())))
                                .text(ofAlert(OpenAlert::severity))
                                .text(ofAlert(OpenAlert::highest))
                                .text(ofAlert(OpenAlert::occurrences))
                                .text(ofAlert(
                                        alert -> Timestamps.text(alert.last().at())))
                                .text(change -> lastValue(change.state()))
                                .text(ofAlert(OpenAlert::peak))
                                .timestamp(StateChange::dueAt)
                                .timestamp(change -> change.state().newestAt())
                                .timestamp(change -> change.state().appendedAt())
                                .text(ofAlert(alert -> Timestamps.text(alert.changedAt())))
                                .arrays())
                .update(connection);
    }

    void delete(List<UUID> fingerprints) throws SQLException {
        if (!fingerprints.isEmpty()) {
            Sql.of("delete from alert_state where fingerprint = any (?)", (Object) fingerprints.toArray(UUID[]::new))
                    .update(connection);
        }
    }

    /** Deletes rows that were inactive for 10 minutes. */
    void deleteInactive() throws SQLException {
        Sql.of("""
                delete from alert_state where fingerprint in (
                    select fingerprint from alert_state
                    where alert_id is null and since = '{0,0,0,0}' and suppressed is null and log_window = '{}'
                      and (settled_until is null or newest_at is null)
                      and updated_at < clock_timestamp() - interval '10 minutes'
                    limit 10000
                    for update skip locked)
                """).update(connection);
    }

    private static @Nullable Double lastValue(AlertState state) {
        return state.openAlert()
                .map(alert -> alert.last().value())
                .orElseGet(() -> Double.isNaN(state.lastValue()) ? null : state.lastValue());
    }

    /** A field of the open alert, null without one. */
    private static Function<StateChange, @Nullable Object> ofAlert(Function<OpenAlert, @Nullable Object> field) {
        return change -> change.state().openAlert().map(field).orElse(null);
    }

    private static StoredState stored(ResultSet row) throws SQLException {
        return new StoredState(
                new AlertSubject(
                        row.getObject("rule_id", UUID.class),
                        row.getString("rule_name"),
                        new Labels(JsonText.readMembers(row, "names", "values")),
                        row.getObject("fingerprint", UUID.class)),
                state(row),
                row.getDouble("threshold"),
                dueAt(row),
                Set.of(),
                null);
    }

    private static @Nullable Instant dueAt(ResultSet row) throws SQLException {
        OffsetDateTime dueAt = row.getObject("due_at", OffsetDateTime.class);
        return dueAt == null ? null : dueAt.toInstant();
    }

    /** A column in which null is {@code Instant.MIN}. */
    private static AlertState state(ResultSet row) throws SQLException {
        return new AlertState(
                instant(row, "judged_until"),
                instant(row, "settled_until"),
                alert(row),
                since(numbers(row, "since")),
                suppressed(row.getString("suppressed")),
                LogWindow.of(numbers(row, "log_window")),
                instant(row, "newest_at"),
                instant(row, "appended_at"),
                Optional.ofNullable(row.getObject("last_value", Double.class)).orElse(Double.NaN));
    }

    private static @Nullable OpenAlert alert(ResultSet row) throws SQLException {
        UUID id = row.getObject("alert_id", UUID.class);
        return id == null
                ? null
                : new OpenAlert(
                        id,
                        Timestamps.read(row, "opened_at"),
                        Severity.valueOf(row.getString("severity")),
                        Severity.valueOf(row.getString("highest")),
                        row.getLong("occurrences"),
                        new Point(Timestamps.read(row, "last_at"), row.getDouble("last_value")),
                        row.getDouble("peak"),
                        Timestamps.readIfAny(row, "changed_at").orElse(Timestamps.read(row, "opened_at")));
    }

    private static @Nullable Severity suppressed(@Nullable String name) {
        return name == null ? null : Severity.valueOf(name);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime instant = row.getObject(column, OffsetDateTime.class);
        return instant == null ? Instant.MIN : instant.toInstant();
    }

    private static Long[] numbers(ResultSet row, String column) throws SQLException {
        return (Long[]) row.getArray(column).getArray();
    }

    private static Map<Severity, Instant> since(Long[] micros) {
        Map<Severity, Instant> since = new EnumMap<>(Severity.class);
        Severity[] severities = Severity.values();
        for (int index = 0; index < severities.length; index++) {
            if (micros[index] != 0) {
                since.put(severities[index], EPOCH.plus(micros[index], ChronoUnit.MICROS));
            }
        }
        return since;
    }

    /** The text of a bigint array, since PostgreSQL has no arrays of arrays of different lengths. */
    private static String since(AlertState state) {
        StringJoiner since = array();
        for (Severity severity : Severity.values()) {
            Instant instant = state.since().get(severity);
            since.add(Long.toString(instant == null ? 0 : Timestamps.micros(instant)));
        }
        return since.toString();
    }

    /** The text of a bigint array. */
    private static String window(AlertState state) {
        StringJoiner numbers = array();
        if (!state.window().isEmpty()) {
            for (long number : state.window().numbers()) {
                numbers.add(Long.toString(number));
            }
        }
        return numbers.toString();
    }

    private static StringJoiner array() {
        return new StringJoiner(",", "{", "}");
    }
}
