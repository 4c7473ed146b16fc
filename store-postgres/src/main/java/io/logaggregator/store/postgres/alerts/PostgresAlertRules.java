package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.AuditEntry.Action;
import io.logaggregator.core.access.AuditEntry.Kind;
import io.logaggregator.core.alerting.engine.AlertEngine;
import io.logaggregator.core.alerting.engine.RuleEdit;
import io.logaggregator.core.alerting.kinds.RuleReferences;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleWarning;
import io.logaggregator.store.postgres.access.AuditedTable;
import io.logaggregator.store.postgres.access.AuditedTable.Updated;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Rules in {@code alert_rule}. Thread-safe. */
public final class PostgresAlertRules implements AlertRules {

    private final AuditedTable<AlertRule> table;

    public PostgresAlertRules(DataSource pool) {
        table = new AuditedTable<>(
                pool,
                "alert_rule",
                Kind.RULE,
                AlertRuleColumns.COLUMNS,
                "to_jsonb(alert_rule)",
                "lower(name)",
                new AuditedTable.Limit("true", MAX_COUNT),
                AlertRuleColumns::read);
    }

    @Override
    public long version() {
        return table.version();
    }

    @Override
    public List<AlertRule> list() {
        return table.list();
    }

    @Override
    public Optional<AlertRule> find(UUID id) {
        return table.find(id);
    }

    @Override
    public AlertRule create(UUID id, Origin origin, RuleDefinition definition, Actor actor, Instant now) {
        RuleReferences.check(new AlertRule(id, 0, origin, now, definition), list());
        return table.insert(
                id,
                definition.name(),
                version -> {
                    Map<String, @Nullable Object> values = AlertRuleColumns.values(version, now, definition);
                    values.put("id", id);
                    values.put("origin", origin.name());
                    putBaseline(values, definition, now);
                    return values;
                },
                actor,
                now);
    }

    @Override
    public Optional<AlertRule> update(UUID id, RuleDefinition definition, Actor actor, Instant now) {
        RuleReferences.check(new AlertRule(id, 0, Origin.API, now, definition), list());
        return table.update(
                        id,
                        definition.name(),
                        Action.CHANGED,
                        (connection, before, version) -> {
                            if (before.definition().equals(definition)) {
                                return Optional.empty();
                            }
                            Sql.of("update alert_rule_notice set suspended_until = null where rule_id = ?", id)
                                    .update(connection);
                            RuleEdit edit = new RuleEdit(before.definition(), definition);
                            if (edit.mayAddSubjects()) {
                                // Evaluations lock the schedule before the states too.
                                Sql.of("delete from alert_rule_schedule where rule_id = ?", id)
                                        .update(connection);
                            }
                            new AlertEngine(new PostgresAlertStates(connection))
                                    .edit(
                                            edit,
                                            new AlertRule(id, version, before.origin(), now, definition),
                                            actor.name(),
                                            now);
                            Map<String, @Nullable Object> values = AlertRuleColumns.values(version, now, definition);
                            if (edit.mayAddSubjects()) {
                                putBaseline(values, definition, now);
                            }
                            return Optional.of(values);
                        },
                        actor,
                        now)
                .map(Updated::value);
    }

    /** A host that has reached the lowest threshold by now was last seen before the rule expected the host. */
    private static void putBaseline(Map<String, @Nullable Object> values, RuleDefinition rule, Instant now) {
        values.put(
                "no_data_baseline",
                rule.condition() instanceof NoData
                        ? Timestamps.of(
                                now.minus(NoData.duration(rule.thresholds().lowest())))
                        : null);
    }

    @Override
    public boolean delete(UUID id, Actor actor, Instant now) {
        return table.delete(
                id,
                connection -> new AlertEngine(new PostgresAlertStates(connection)).deleteRule(id, actor.name(), now),
                actor,
                now);
    }

    @Override
    public List<RuleWarning> warnings() {
        return Query.run(table.pool(), connection -> {
            List<RuleWarning> warnings = new ArrayList<>();
            Sql.of("""
                            select rule_id, uncounted, last_at, suspended_until from alert_rule_notice
                            where uncounted > 0 or suspended_until is not null
                            order by rule_id""").list(connection, row -> warnings.add(ofGroupsOrTime(row)));
            Sql.of("""
                            select rule_id, failures, failed_at, failure from alert_rule_schedule
                            where failure is not null
                            order by rule_id""")
                    .list(
                            connection,
                            row -> warnings.add(new RuleWarning.Failed(
                                    row.getObject("rule_id", UUID.class),
                                    row.getLong("failures"),
                                    Timestamps.read(row, "failed_at"),
                                    row.getString("failure"))));
            Sql.of("""
                            select id, condition ->> 'metric' as metric from alert_rule as rule
                            where condition ->> 'type' = 'threshold' and coalesce(condition ->> 'fn', 'value') = 'value'
                              and exists (select from metric_series where metric = rule.condition ->> 'metric' and kind = 1)
                            order by id""")
                    .list(
                            connection,
                            row -> warnings.add(new RuleWarning.RawCounter(
                                    row.getObject("id", UUID.class), row.getString("metric"))));
            return warnings;
        });
    }

    private static RuleWarning ofGroupsOrTime(ResultSet row) throws SQLException {
        UUID id = row.getObject("rule_id", UUID.class);
        Instant lastAt = Timestamps.read(row, "last_at");
        return Timestamps.readIfAny(row, "suspended_until")
                .<RuleWarning>map(until -> new RuleWarning.Suspended(id, lastAt, until))
                .orElse(new RuleWarning.TooManyGroups(id, AlertEngine.MAX_GROUPS, row.getLong("uncounted"), lastAt));
    }

    @Override
    public void recordSuspension(UUID id, Instant at, Instant until) {
        Query.run(
                table.pool(),
                connection ->
                        Sql.of("""
                        insert into alert_rule_notice (rule_id, uncounted, last_at, suspended_until)
                        select id, 0, ?, ? from alert_rule where id = ?
                        on conflict (rule_id) do update
                        set last_at = greatest(alert_rule_notice.last_at, excluded.last_at),
                            suspended_until = greatest(alert_rule_notice.suspended_until, excluded.suspended_until)
                        """, Timestamps.of(at), Timestamps.of(until), id).update(connection));
    }
}
