package io.logaggregator.store.postgres.alerts;

import static io.logaggregator.store.postgres.TestStore.execute;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Status;
import io.logaggregator.core.alerting.notify.Outbox.Claim;
import io.logaggregator.core.alerting.silence.MutedNotifications.Changes;
import io.logaggregator.core.alerting.silence.MutedNotifications.Decision;
import io.logaggregator.core.alerting.silence.Muting;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.alerts.outbox.PostgresOutbox;
import io.logaggregator.store.postgres.alerts.silence.PostgresMutedNotifications;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Rows that the statements of muting and of the outbox read, with generic plans on tables that were analyzed while empty. They
 * grow with the number of rows, not with its square.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls fill() before the tests
class NotificationPlanIT {

    private static final int COUNT = 5_000;
    private static final UUID CHANNEL = new UUID(1, 1);
    private static final UUID GROUPED = new UUID(1, 2);
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant LATER = Instant.parse("2126-11-23T12:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Muting SILENCE = new Muting(Muting.Reason.SILENCE, "all");

    /** Of each notification, a few rows of alerts, transitions and other notifications. */
    private static final long MAX_READS = 30L * COUNT;

    private static ReadRows reads;
    private static HikariDataSource pool;
    private static PostgresMutedNotifications muted;
    private static PostgresOutbox outbox;
    private static UUID[] ids;

    @BeforeAll
    static void fill() throws Exception {
        TestPostgres.Database database = TestStore.newDatabase();
        reads = new ReadRows(
                database,
                List.of("alert", "alert_transition", "notification", "notification_channel", "notification_group"),
                MAX_READS);
        pool = reads.pool();
        execute(database, """
                insert into notification_channel (id, origin, updated_at, name, enabled, kind, min_severity,
                                                  rule_pattern, host_pattern, settings, secrets, group_by)
                values ('%1$s', 'API', '%3$s', 'all', true, 'webhook', 'LOW', '*', '*', '{}', '{}', '{}'),
                       ('%2$s', 'API', '%3$s', 'chat', true, 'slack', 'LOW', '*', '*', '{}', '{}', '{rule}')
                """.formatted(CHANNEL, GROUPED, NOW));
        execute(database, """
                insert into alert (id, rule_id, rule_name, fingerprint, labels, host, severity, highest, status, opened_at,
                                   resolved_at, last_at, value, peak, threshold, occurrences)
                select md5('alert' || n)::uuid, md5('rule')::uuid, 'rule', md5('series' || n)::uuid,
                       jsonb_build_object('host', 'web-' || n), 'web-' || n, 'HIGH', 'HIGH',
                       case when n %% 2 = 0 then 'OPEN' else 'RESOLVED' end, '%2$s',
                       case when n %% 2 = 0 then null::timestamptz else '%2$s' end, '%2$s', 1, 1, 0, 1
                from generate_series(1, %1$d) n""".formatted(COUNT, NOW));
        for (AlertTransition.Kind kind : List.of(AlertTransition.Kind.OPENED, AlertTransition.Kind.RESOLVED)) {
            execute(database, """
                    with transition as (
                        insert into alert_transition (alert_id, kind, at, severity, highest, value, peak, threshold,
                                                      occurrences, actor, comment)
                        select id, '%1$s', '%3$s', 'HIGH', 'HIGH', 1, 1, 0, 1, 'system', '' from alert
                        where status = 'RESOLVED' or '%1$s' = 'OPENED'
                        returning id, alert_id
                    )
                    insert into notification (id, alert_id, transition_id, channel_id, created_at, queued_at, next_at)
                    select md5('%1$s' || alert_id)::uuid, alert_id, id, '%2$s', '%3$s', '%3$s', '%3$s'
                    from transition""".formatted(kind, CHANNEL, NOW));
        }
        muted = new PostgresMutedNotifications(pool);
        outbox = new PostgresOutbox(pool);
        ids = Sql.of("select id from notification")
                .list(pool, row -> row.getObject("id", UUID.class))
                .toArray(UUID[]::new);
        assertThat(ids).hasSize(COUNT * 3 / 2);
    }

    @AfterAll
    static void close() {
        reads.close();
    }

    @Test
    void statements_readRowsInProportion() {
        List<Decision> decisions = List.of(ids).stream()
                .map(id -> new Decision(id, SILENCE, false))
                .toList();
        update(Sql.of(
                "insert into silence values (?, array['host=none'], ?, ?, '', '', ?)",
                CHANNEL,
                Timestamps.of(NOW),
                Timestamps.of(NOW.plusSeconds(3_600)),
                Timestamps.of(NOW)));

        reads.assertFew("mute at enqueue", () -> {
            try (Connection connection = pool.getConnection()) {
                PostgresMutedNotifications.muteInserted(connection, ids, ids);
            }
        });
        reads.assertFew("pending", () -> muted.pending(NOW.plusSeconds(60), 1_000, Optional.empty()));
        reads.assertFew("mute", () -> muted.mute(decisions, NOW.plusSeconds(60)));
        assertThat(count(Status.MUTED)).isEqualTo(ids.length);
        reads.assertFew("reasons", muted::reasons);
        reads.assertFew("muted", () -> muted.muted(Set.of(SILENCE), 1_000, Optional.empty()));
        reads.assertFew("release", () -> muted.apply(new Changes(List.of(ids), List.of(), List.of(), List.of()), NOW));
        assertThat(count(Status.PENDING)).isEqualTo(COUNT / 2);
        update(Sql.of("update notification set status = 'PENDING', muted_reason = null, muted_by = null"));

        reads.assertFew(
                "claim", () -> outbox.claim(new Claim(4, Map.of(), Set.of("webhook"), LEASE), NOW.plusSeconds(60)));
        reads.assertFew("delivered", () -> outbox.delivered(ids[0], Optional.empty(), Optional.empty(), NOW));
        update(Sql.of("update notification set status = 'FAILED' where status = 'PENDING'"));
        update(Sql.of(
                "insert into notification_channel_failure values (?, 5, ?, 'down', ?)",
                CHANNEL,
                Timestamps.of(NOW),
                Timestamps.of(NOW)));
        update(Sql.of("update notification set status = 'PENDING' where id = ?", ids[1]));
        reads.assertFew("delivered again", () -> outbox.delivered(ids[1], Optional.empty(), Optional.empty(), NOW));
        assertThat(count(Status.PENDING)).isGreaterThan(COUNT / 3);
        update(Sql.of("update notification set status = 'FAILED' where status = 'PENDING'"));
        reads.assertFew("resend", () -> outbox.resend(CHANNEL, Instant.EPOCH, NOW.plusSeconds(60), Actor.SYSTEM, NOW));
        reads.assertFew("firing", () -> outbox.firing(CHANNEL));
        reads.assertFew("backlog", outbox::backlog);
        reads.assertFew("clean up", () -> outbox.cleanUp(NOW, NOW));
        assertGroupReads();
    }

    private static void assertGroupReads() {
        Channel channel = new PostgresChannels(pool).find(GROUPED).orElseThrow();
        Claim claim = new Claim(4, Map.of(CHANNEL, 4), Set.of("webhook"), LEASE);
        List<Notification> claimed = new ArrayList<>();

        reads.assertFew(
                "notify firing", () -> assertThat(outbox.notifyFiring(channel)).isEqualTo(COUNT / 2));
        reads.assertFew("claim group", () -> claimed.addAll(outbox.claim(claim, LATER)));

        assertThat(claimed)
                .singleElement()
                .satisfies(one -> assertThat(one.channelId()).isEqualTo(GROUPED));
        assertThat(claimed.getFirst().group().orElseThrow().firing()).isEqualTo(COUNT / 2);
        reads.assertFew(
                "deliver group",
                () -> outbox.delivered(claimed.getFirst().id(), Optional.empty(), Optional.empty(), LATER));
        assertThat(outbox.claim(claim, LATER.plus(LEASE))).isEmpty();
    }

    private static long count(Status status) {
        return Sql.of("select count(*) from notification where status = ?", status.name())
                .first(pool, row -> row.getLong(1))
                .orElseThrow();
    }

    private static void update(Sql sql) {
        Query.run(pool, sql::update);
    }
}
