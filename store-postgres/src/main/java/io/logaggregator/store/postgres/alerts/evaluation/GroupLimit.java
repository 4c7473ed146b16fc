package io.logaggregator.store.postgres.alerts.evaluation;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.store.postgres.alerts.AlertRuleColumns;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Limits the groups of a log-count rule, so that a field with very many values cannot fill the alert states: further
 * groups are not counted, and a rule warning reports it. A group frees its place once its state is removed as inactive.
 * Sessions that add groups concurrently may exceed the limit by those. Not thread-safe.
 */
final class GroupLimit {

    private final Connection connection;
    private Map<UUID, Uncounted> uncounted = new TreeMap<>();

    GroupLimit(Connection connection) {
        this.connection = connection;
    }

    /** Returns those of the signals without state that fit within the limit. */
    List<Signal> admit(List<Signal> unknown) throws SQLException {
        uncounted = new TreeMap<>();
        List<UUID> rules = unknown.stream()
                .filter(GroupLimit::isLimited)
                .map(signal -> signal.rule().id())
                .distinct()
                .toList();
        if (rules.isEmpty()) {
            return unknown;
        }
        Map<UUID, Integer> groups = groups(rules);
        List<Signal> admitted = new ArrayList<>();
        for (Signal signal : unknown) {
            if (!isLimited(signal)
                    || groups.merge(signal.rule().id(), 1, Integer::sum) <= AlertRuleColumns.MAX_GROUPS) {
                admitted.add(signal);
            } else {
                uncounted.merge(signal.rule().id(), Uncounted.of(signal), Uncounted::plus);
            }
        }
        return admitted;
    }

    static boolean isLimited(Signal signal) {
        return signal.rule().definition().condition() instanceof OfEvents;
    }

    private Map<UUID, Integer> groups(Collection<UUID> rules) throws SQLException {
        Map<UUID, Integer> groups = new HashMap<>();
        Sql.of("""
                select rule_id, count(*) from alert_state where rule_id = any (?) group by rule_id
                """, (Object) rules.toArray(UUID[]::new))
                .list(connection, row -> groups.put(row.getObject("rule_id", UUID.class), row.getInt("count")));
        return groups;
    }

    /** Records the events that were not admitted. A rule that is being deleted is skipped rather than awaited. */
    void recordUncounted() throws SQLException {
        if (uncounted.isEmpty()) {
            return;
        }
        Sql.of(
                        """
                insert into alert_rule_notice (rule_id, uncounted, last_at)
                select rule.id, more.uncounted,
                       timestamptz '2000-01-01 00:00:00+00' + more.last_micros * interval '1 microsecond'
                from unnest(?::text[], ?::bigint[], ?::bigint[]) as more (rule_id, uncounted, last_micros)
                join alert_rule rule on rule.id = more.rule_id::uuid
                order by rule.id
                for key share of rule skip locked
                on conflict (rule_id) do update
                set uncounted = alert_rule_notice.uncounted + excluded.uncounted,
                    last_at = greatest(alert_rule_notice.last_at, excluded.last_at)
                """,
                        Columns.of(uncounted.entrySet())
                                .text(Map.Entry::getKey)
                                .bigint(rule -> rule.getValue().events)
                                .bigint(rule -> Timestamps.micros(rule.getValue().lastAt))
                                .arrays())
                .update(connection);
    }

    private record Uncounted(long events, Instant lastAt) {

        static Uncounted of(Signal signal) {
            return new Uncounted(
                    signal.points().stream()
                            .mapToLong(point -> (long) point.value())
                            .sum(),
                    signal.points().stream()
                            .map(Point::at)
                            .max(Instant::compareTo)
                            .orElse(Instant.EPOCH));
        }

        Uncounted plus(Uncounted other) {
            return new Uncounted(events + other.events, lastAt.isAfter(other.lastAt) ? lastAt : other.lastAt);
        }
    }
}
