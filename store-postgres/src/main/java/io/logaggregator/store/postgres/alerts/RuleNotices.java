package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.alerting.rule.RuleNotice.Kind;
import io.logaggregator.core.alerting.state.AlertChanges.Noticed;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Notices of rules: the table {@code alert_rule_notice}, and those that follow from other tables. */
final class RuleNotices {

    /**
     * Bits of which each subject sets one, so that different subjects are counted in constant space, whichever batch or
     * instance finds them ("linear counting"). Exact for a few, with an error of about 1 % up to 50,000.
     */
    private static final int SUBJECT_BITS = 16_384;

    private RuleNotices() {}

    static List<RuleNotice> list(Connection connection) throws SQLException {
        List<RuleNotice> notices = new ArrayList<>();
        Sql.of("""
                        select rule_id, kind, detail, count, bit_count(subjects) as bits, since, until from alert_rule_notice
                        order by rule_id, kind""").list(connection, row -> notices.add(read(row)));
        Sql.of("""
                        select rule_id, failure, failures, failed_at from alert_rule_schedule
                        where failure is not null
                        order by rule_id""")
                .list(
                        connection,
                        row -> notices.add(new RuleNotice(
                                row.getObject("rule_id", UUID.class),
                                Kind.EVALUATION_FAILED,
                                row.getString("failure"),
                                row.getLong("failures"),
                                0,
                                Timestamps.read(row, "failed_at"),
                                null)));
        Sql.of("""
                        select id, condition ->> 'metric' as metric, updated_at from alert_rule as rule
                        where condition ->> 'type' = 'threshold' and coalesce(condition ->> 'fn', 'value') = 'value'
                          and exists (select from metric_series where metric = rule.condition ->> 'metric' and kind = 1)
                        order by id""")
                .list(
                        connection,
                        row -> notices.add(new RuleNotice(
                                row.getObject("id", UUID.class),
                                Kind.RAW_COUNTER,
                                row.getString("metric"),
                                1,
                                0,
                                Timestamps.read(row, "updated_at"),
                                null)));
        return notices;
    }

    private static RuleNotice read(ResultSet row) throws SQLException {
        return new RuleNotice(
                row.getObject("rule_id", UUID.class),
                Kind.valueOf(row.getString("kind")),
                row.getString("detail"),
                row.getLong("count"),
                estimate(row.getLong("bits")),
                Timestamps.read(row, "since"),
                Timestamps.read(row, "until"));
    }

    /** The most probable number of subjects that have set so many bits. */
    private static long estimate(long bits) {
        double unset = Math.max(1, SUBJECT_BITS - bits);
        return Math.round(-SUBJECT_BITS * Math.log(unset / SUBJECT_BITS));
    }

    /** Records notices with an end. A rule that is being deleted is skipped rather than awaited. */
    static void record(Connection connection, Collection<Noticed> notices) throws SQLException {
        if (notices.isEmpty()) {
            return;
        }
        String continues =
                "recorded.until > excluded.since - interval '" + RuleNotice.RETENTION.toSeconds() + " seconds'";
        Sql.of(
                        """
                insert into alert_rule_notice as recorded (rule_id, kind, detail, count, subjects, since, until)
                select rule.id, more.kind, more.detail, more.count, more.subjects::bit(16384),
                       timestamptz '2000-01-01 00:00:00+00' + more.since * interval '1 microsecond',
                       timestamptz '2000-01-01 00:00:00+00' + more.until * interval '1 microsecond'
                from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[])
                     as more (rule_id, kind, detail, count, subjects, since, until)
                join alert_rule rule on rule.id = more.rule_id::uuid
                order by rule.id, more.kind
                for key share of rule skip locked
                on conflict (rule_id, kind) do update
                set detail = excluded.detail,
                    count = excluded.count + case when %1$s then recorded.count else 0 end,
                    subjects = excluded.subjects | case when %1$s then recorded.subjects else excluded.subjects end,
                    since = case when %1$s then least(recorded.since, excluded.since) else excluded.since end,
                    until = greatest(recorded.until, excluded.until)
                """.formatted(continues),
                        Columns.of(notices)
                                .text(one -> one.notice().ruleId())
                                .text(one -> one.notice().kind())
                                .text(one -> one.notice().detail())
                                .bigint(one -> one.notice().count())
                                .text(one -> bits(one.subjects()))
                                .bigint(one -> Timestamps.micros(one.notice().since()))
                                .bigint(one -> Timestamps.micros(end(one.notice())))
                                .arrays())
                .update(connection);
    }

    private static Instant end(RuleNotice notice) {
        if (notice.until() == null) {
            throw new IllegalArgumentException("notice: " + notice.kind() + " (expected: one with an end)");
        }
        return notice.until();
    }

    private static String bits(Set<UUID> subjects) {
        StringBuilder bits = new StringBuilder("0".repeat(SUBJECT_BITS));
        for (UUID subject : subjects) {
            bits.setCharAt(Math.floorMod(subject.hashCode(), SUBJECT_BITS), '1');
        }
        return bits.toString();
    }
}
