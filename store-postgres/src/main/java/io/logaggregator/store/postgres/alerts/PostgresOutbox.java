package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.common.Page;
import io.logaggregator.store.postgres.sql.Pages;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Notifications as rows. Who claims one puts off when it is due, so that no lock is held while it is sent. Thread-safe. */
public final class PostgresOutbox implements Outbox {

    private final DataSource pool;

    public PostgresOutbox(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public List<Notification> claim(int limit, Duration lease, Instant now) {
        return claimed(limit, now.plus(lease), now).list(pool, NotificationRow::read);
    }

    /**
     * Whoever claims at the same moment passes over what is locked here, and finds it put off when it is not locked any
     * more. What comes later of the same alert to the same channel waits, since this stays pending until it is answered
     * for.
     */
    static Sql claimed(int limit, Instant leasedUntil, Instant now) {
        return Sql.of(
                """
                with due as (
                    select id from notification as candidate
                    where status = 'PENDING' and next_at <= ? and not exists (
                        select from notification as earlier
                        where earlier.alert_id = candidate.alert_id and earlier.channel_id = candidate.channel_id
                          and earlier.transition_id < candidate.transition_id and earlier.status = 'PENDING')
                    order by next_at
                    limit ?
                    for update skip locked
                ), claimed as (
                    update notification set next_at = ?, attempts = attempts + 1
                    from due where notification.id = due.id
                    returning notification.*
                )
                ?
                order by transition.id""", Timestamps.of(now), limit, Timestamps.of(leasedUntil), NotificationRow.from(Sql.of("claimed")));
    }

    @Override
    public void delivered(UUID id, Instant now) {
        answer(id, Sql.of("status = 'SENT', sent_at = ?", Timestamps.of(now)));
    }

    @Override
    public void retry(UUID id, String reason, Instant nextAt) {
        answer(id, Sql.of("next_at = ?, last_error = ?", Timestamps.of(nextAt), reason));
    }

    @Override
    public void failed(UUID id, String reason) {
        answer(id, Sql.of("status = 'FAILED', last_error = ?", reason));
    }

    /** Too late for what was answered for by another, whose lease began when this one had ended. */
    private void answer(UUID id, Sql change) {
        Sql update = Sql.of("update notification set ? where id = ? and status = 'PENDING'", change, id);
        Query.run(pool, update::update);
    }

    @Override
    public Page<Notification> list(Optional<UUID> alertId, int limit, Optional<UUID> after) {
        return Pages.cut(newest(alertId, limit + 1, after).list(pool, NotificationRow::read), limit, Notification::id);
    }

    static Sql newest(Optional<UUID> alertId, int limit, Optional<UUID> after) {
        Sql ofAlert = alertId.map(id -> Sql.of("alert_id = ?", id)).orElse(Sql.of("true"));
        Sql following = after.map(id -> Sql.of(
                        "(created_at, id) < (select last.created_at, last.id from notification as last where last.id = ?)",
                        id))
                .orElse(Sql.of("true"));
        return Sql.of(
                "? order by notification.created_at desc, notification.id desc",
                NotificationRow.from(Sql.of(
                        "(select * from notification where ? and ? order by created_at desc, id desc limit ?)",
                        ofAlert,
                        following,
                        limit)));
    }

    @Override
    public Backlog backlog() {
        return Sql.of("""
                        select count(*) as pending, min(created_at) as oldest,
                               (select count(*) from notification where status = 'FAILED') as failed
                        from notification where status = 'PENDING'
                        """)
                .list(
                        pool,
                        row -> new Backlog(
                                row.getLong("pending"), row.getLong("failed"), Timestamps.readIfAny(row, "oldest")))
                .getFirst();
    }
}
