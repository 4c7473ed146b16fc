package io.logaggregator.store.postgres.alerts.silence;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.alerting.silence.ChannelIntervals.OnMute;
import io.logaggregator.core.alerting.silence.MutedNotifications;
import io.logaggregator.core.alerting.silence.Muting;
import io.logaggregator.core.alerting.silence.Muting.Reason;
import io.logaggregator.core.alerting.silence.Silences;
import io.logaggregator.core.alerting.silence.Suppression;
import io.logaggregator.core.alerting.silence.Suppression.Definitions;
import io.logaggregator.core.alerting.silence.Suppression.Subject;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** Muted rows of {@code notification}, and the definitions that mute them. Thread-safe. */
public final class PostgresMutedNotifications implements MutedNotifications {

    private static final Sql SUBJECT_COLUMNS = Sql.of("""
            alert.id as alert_id, alert.rule_name, alert.severity,
            array(select jsonb_object_keys(alert.labels)) as label_names,
            array(select value from jsonb_each_text(alert.labels)) as label_values""");

    private static final Sql INTERVAL_COLUMNS = Sql.of("""
            coalesce(channel.mute_intervals, '{}') as mute_intervals,
            coalesce(channel.active_intervals, '{}') as active_intervals, coalesce(channel.on_mute, 'DEFER') as on_mute""");

    private static final UUID MIN_ID = new UUID(0, 0);

    private final DataSource pool;

    public PostgresMutedNotifications(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public long version() {
        return Sql.of("select version from configuration")
                .list(pool, row -> row.getLong("version"))
                .getFirst();
    }

    @Override
    public Definitions definitions(Instant now) {
        return Query.inSnapshot(pool, connection -> definitions(connection, now));
    }

    /** Reads the definitions with the snapshot of the caller. */
    public static Definitions definitions(Connection connection, Instant now) throws SQLException {
        return new Definitions(
                Sql.of(
                                "select " + PostgresSilences.COLUMNS + " from silence where ends_at > ? order by id",
                                Timestamps.of(now))
                        .list(connection, PostgresSilences::read),
                Sql.of("select " + PostgresNamedDefinitions.INTERVAL_COLUMNS + " from mute_interval order by id")
                        .list(connection, PostgresNamedDefinitions::readInterval),
                Sql.of("select " + PostgresNamedDefinitions.INHIBITION_COLUMNS + " from inhibition order by id")
                        .list(connection, PostgresNamedDefinitions::readInhibition));
    }

    @Override
    public List<Subject> firing() {
        return Query.run(pool, PostgresMutedNotifications::firing);
    }

    /** Reads the alerts that are not resolved, those of the caller's transaction included. */
    public static List<Subject> firing(Connection connection) throws SQLException {
        return Sql.of("select ? from alert where status <> 'RESOLVED'", SUBJECT_COLUMNS)
                .list(connection, PostgresMutedNotifications::subject);
    }

    private static Subject subject(ResultSet row) throws SQLException {
        return Subject.of(
                row.getObject("alert_id", UUID.class),
                row.getString("rule_name"),
                new Labels(JsonText.readMembers(row, "label_names", "label_values")),
                Severity.valueOf(row.getString("severity")));
    }

    @Override
    public List<Candidate> pending(Instant dueUntil, int limit, Optional<UUID> after) {
        return candidates(Sql.of("""
                        notification.status = 'PENDING' and notification.next_at <= ? and notification.id > ?
                          and (notification.leased_until is null or notification.leased_until < clock_timestamp())
                        order by notification.id limit ?""", Timestamps.of(dueUntil), after.orElse(MIN_ID), limit))
                .list(pool, PostgresMutedNotifications::candidate);
    }

    /** Selects notifications of other transitions than RESOLVED. */
    private static Sql candidates(Sql condition) {
        return Sql.of("""
                select notification.id, ?, ?
                from notification
                join alert_transition as transition on transition.id = notification.transition_id
                join alert on alert.id = notification.alert_id
                left join notification_channel as channel on channel.id = notification.channel_id
                where transition.kind <> 'RESOLVED' and ?""", INTERVAL_COLUMNS, SUBJECT_COLUMNS, condition);
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        return new Candidate(
                row.getObject("id", UUID.class),
                subject(row),
                new ChannelIntervals(
                        Sql.readTexts(row, "mute_intervals"),
                        Sql.readTexts(row, "active_intervals"),
                        OnMute.valueOf(row.getString("on_mute"))));
    }

    /**
     * Mutes notifications that the caller's transaction has inserted, where there is a reason.
     *
     * @param others those of other transitions than RESOLVED
     * @param resolved those of RESOLVED
     */
    public static void muteInserted(Connection connection, UUID[] others, UUID[] resolved) throws SQLException {
        Optional<Instant> definedAt = Sql.of("""
                select clock_timestamp() as now
                where exists (select from silence where ends_at > clock_timestamp())
                   or exists (select from mute_interval) or exists (select from inhibition)""").first(connection, row -> Timestamps.read(row, "now"));
        if (definedAt.isPresent()) {
            Instant now = definedAt.get();
            Definitions definitions = definitions(connection, now);
            Suppression suppression =
                    new Suppression(definitions, definitions.inhibitions().isEmpty() ? List.of() : firing(connection));
            update(
                    connection,
                    candidates(Sql.of("notification.id = any (?)", (Object) others))
                            .list(connection, PostgresMutedNotifications::candidate)
                            .stream()
                            .flatMap(candidate -> Decision.of(candidate, suppression, now).stream())
                            .toList(),
                    Sql.of("status = 'PENDING'"));
        }
        if (resolved.length > 0) {
            muteResolved(connection, Sql.of("resolved.id = any (?)", (Object) resolved));
        }
    }

    /**
     * Mutes in one transaction. A lock on the alerts orders it and a RESOLVED: an alert that is being resolved is skipped; a
     * later RESOLVED sees the muted rows.
     */
    @Override
    public void mute(List<Decision> decisions, Instant dueUntil) {
        Query.run(pool, connection -> {
            connection.setAutoCommit(false); // the pool resets it, and rolls back uncommitted changes
            Map<UUID, UUID> alertOf = new HashMap<>();
            Sql.of("select id, alert_id from notification where id = any (?)", (Object) ids(decisions))
                    .list(
                            connection,
                            row -> alertOf.put(row.getObject("id", UUID.class), row.getObject("alert_id", UUID.class)));
            UUID[] alerts = Sql.of("select id from alert where id = any (?) order by id for share skip locked", (Object)
                            alertOf.values().stream().distinct().toArray(UUID[]::new))
                    .list(connection, row -> row.getObject("id", UUID.class))
                    .toArray(UUID[]::new);
            Set<UUID> locked = Set.of(alerts);
            // Without the alerts, so that the update looks each notification up by its id.
            update(
                    connection,
                    decisions.stream()
                            .filter(decision -> locked.contains(alertOf.getOrDefault(decision.id(), MIN_ID)))
                            .toList(),
                    Sql.of("""
                            status = 'PENDING' and next_at <= ?
                              and (leased_until is null or leased_until < clock_timestamp())""", Timestamps.of(dueUntil)));
            muteResolved(
                    connection,
                    Sql.of("resolved.alert_id = any (?) and resolved.next_at <= ?", alerts, Timestamps.of(dueUntil)));
            connection.commit();
            return true;
        });
    }

    private static UUID[] ids(List<Decision> decisions) {
        return decisions.stream().map(Decision::id).toArray(UUID[]::new);
    }

    private static void update(Connection connection, List<Decision> decisions, Sql condition) throws SQLException {
        if (decisions.isEmpty()) {
            return;
        }
        Sql.of(
                        """
                        update notification
                        set status = 'MUTED', muted_reason = decision.reason, muted_by = decision.by,
                            muted_finally = decision.finally
                        from unnest(?, ?::text[], ?::text[], ?::boolean[]) as decision (notification_id, reason, by, finally)
                        where notification.id = notification_id and ?""",
                        ids(decisions),
                        decisions.stream()
                                .map(decision -> decision.muting().reason().name())
                                .toArray(String[]::new),
                        decisions.stream()
                                .map(decision -> decision.muting().by())
                                .toArray(String[]::new),
                        decisions.stream()
                                .map(decision -> Boolean.toString(decision.isFinal()))
                                .toArray(String[]::new),
                        condition)
                .update(connection);
    }

    /** Mutes the notifications of RESOLVED whose channel has only muted ones of the alert, for the reason of the newest. */
    private static void muteResolved(Connection connection, Sql condition) throws SQLException {
        // An order by the column alone could be read from the index of transitions, which has those of all alerts.
        Sql.of("""
                update notification
                set status = 'MUTED', muted_reason = reason.muted_reason, muted_by = reason.muted_by, muted_finally = true
                from (
                    select resolved.id, muted.muted_reason, muted.muted_by
                    from notification as resolved
                    join alert_transition as transition on transition.id = resolved.transition_id
                    cross join lateral (
                        select muted_reason, muted_by from notification as earlier
                        where earlier.alert_id = resolved.alert_id and earlier.channel_id = resolved.channel_id
                          and earlier.status = 'MUTED'
                        order by earlier.transition_id + 0 desc
                        limit 1
                    ) as muted
                    where ? and resolved.status = 'PENDING' and transition.kind = 'RESOLVED'
                      and not exists (
                        select from notification as other
                        where other.alert_id = resolved.alert_id and other.channel_id = resolved.channel_id
                          and other.id <> resolved.id and other.status in ('PENDING', 'SENT', 'FAILED'))
                ) as reason
                where notification.id = reason.id and notification.status = 'PENDING'""", condition).update(connection);
    }

    @Override
    public Set<Muting> reasons() {
        return new HashSet<>(Sql.of("""
                        with recursive reason as (
                            (select muted_reason, muted_by from notification
                             where status = 'MUTED' and not muted_finally
                             order by muted_reason, muted_by limit 1)
                            union all
                            select next.muted_reason, next.muted_by
                            from reason cross join lateral (
                                select muted_reason, muted_by from notification
                                where status = 'MUTED' and not muted_finally
                                  and (muted_reason, muted_by) > (reason.muted_reason, reason.muted_by)
                                order by muted_reason, muted_by limit 1
                            ) as next
                        )
                        select muted_reason, muted_by from reason""").list(pool, PostgresMutedNotifications::muting));
    }

    private static Muting muting(ResultSet row) throws SQLException {
        return new Muting(Reason.valueOf(row.getString("muted_reason")), row.getString("muted_by"));
    }

    @Override
    public List<Muted> muted(Set<Muting> reasons, int limit, Optional<UUID> after) {
        List<Muting> all = List.copyOf(reasons);
        return Sql.of(
                        """
                select notification.id, muted_reason, muted_by, alert.status = 'RESOLVED' as resolved,
                       exists (
                           select from notification as later
                           where later.alert_id = notification.alert_id and later.channel_id = notification.channel_id
                             and later.transition_id > notification.transition_id
                             and later.status in ('PENDING', 'SENT')) as superseded,
                       ?, ?
                from notification
                join alert on alert.id = notification.alert_id
                left join notification_channel as channel on channel.id = notification.channel_id
                where notification.status = 'MUTED' and not muted_finally and notification.id > ?
                  and (muted_reason, muted_by) in (select * from unnest(?::text[], ?::text[]))
                order by notification.id
                limit ?""",
                        INTERVAL_COLUMNS,
                        SUBJECT_COLUMNS,
                        after.orElse(MIN_ID),
                        all.stream().map(muting -> muting.reason().name()).toArray(String[]::new),
                        all.stream().map(Muting::by).toArray(String[]::new),
                        limit)
                .list(
                        pool,
                        row -> new Muted(
                                candidate(row), muting(row), row.getBoolean("resolved"), row.getBoolean("superseded")));
    }

    /**
     * Stores the changes in one transaction. A lock on the alert orders a release and a RESOLVED: if the alert is being
     * resolved, it is not released; if it is released, the RESOLVED sees that, and is sent too.
     */
    @Override
    public void apply(Changes changes, Instant now) {
        Query.run(pool, connection -> {
            connection.setAutoCommit(false); // the pool resets it, and rolls back uncommitted changes
            Sql.of(
                            """
                    with firing as materialized (
                        select alert.id from alert
                        where alert.id in (select alert_id from notification where id = any (?))
                          and alert.status <> 'RESOLVED'
                        order by alert.id
                        for share skip locked
                    )
                    update notification
                    set status = 'PENDING', next_at = greatest(next_at, ?), muted_reason = null, muted_by = null
                    where id = any (?) and status = 'MUTED' and alert_id in (select id from firing)
                    """,
                            changes.released().toArray(UUID[]::new),
                            Timestamps.of(now),
                            changes.released().toArray(UUID[]::new))
                    .update(connection);
            Sql.of("update notification set muted_finally = true where id = any (?) and status = 'MUTED'", (Object)
                            changes.ended().toArray(UUID[]::new))
                    .update(connection);
            Sql.of("""
                    update notification set status = 'SUPERSEDED', muted_reason = null, muted_by = null
                    where id = any (?) and status = 'MUTED'
                    """, (Object) changes.superseded().toArray(UUID[]::new)).update(connection);
            update(connection, changes.renewed(), Sql.of("status = 'MUTED'"));
            connection.commit();
            return true;
        });
    }

    @Override
    public void deleteExpired(Instant now) {
        Query.run(
                pool,
                Sql.of("""
                        delete from silence
                        where ends_at < ?
                           or id in (select id from silence where ends_at <= ? order by ends_at desc offset ?)
                        """, Timestamps.of(now.minus(Silences.RETENTION)), Timestamps.of(now), Silences.MAX_EXPIRED)
                        ::update);
    }
}
