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
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.alerting.state.AlertChanges.Noticed;
import io.logaggregator.store.postgres.access.AuditedTable;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
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
                new AuditedTable.Limit(Sql.of("true"), MAX_COUNT),
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
    public Optional<Edited> edit(UUID id, RuleDefinition definition, Actor actor, Instant now, boolean dryRun) {
        RuleReferences.check(new AlertRule(id, 0, Origin.API, now, definition), list());
        AtomicReference<Effect> effect = new AtomicReference<>(Effect.NONE);
        return table.update(
                        id,
                        definition.name(),
                        Action.CHANGED,
                        (connection, before, version) -> {
                            if (before.definition().equals(definition)) {
                                return Optional.empty();
                            }
                            PostgresAlertStates.lockForEdit(connection);
                            Sql.of("delete from alert_rule_notice where rule_id = ?", id)
                                    .update(connection);
                            RuleEdit edit = new RuleEdit(before.definition(), definition);
                            if (edit.mayAddSubjects()) {
                                // Evaluations lock the schedule before the states too.
                                Sql.of("delete from alert_rule_schedule where rule_id = ?", id)
                                        .update(connection);
                            }
                            effect.set(new AlertEngine(new PostgresAlertStates(connection))
                                    .edit(
                                            edit,
                                            new AlertRule(id, version, before.origin(), now, definition),
                                            actor.name(),
                                            now));
                            Map<String, @Nullable Object> values = AlertRuleColumns.values(version, now, definition);
                            if (edit.mayAddSubjects()) {
                                putBaseline(values, definition, now);
                            }
                            return Optional.of(values);
                        },
                        actor,
                        now,
                        dryRun)
                .map(updated -> new Edited(updated.value(), effect.get()));
    }

    /** A host that has reached the lowest threshold by now was last seen before the rule expected the host. */
    private static void putBaseline(Map<String, @Nullable Object> values, RuleDefinition rule, Instant now) {
        values.put(
                "no_data_baseline",
                rule.condition() instanceof NoData noData && !noData.alertExisting()
                        ? Timestamps.of(baseline(rule, now))
                        : null);
    }

    private static Instant baseline(RuleDefinition rule, Instant now) {
        return now.minus(NoData.duration(rule.thresholds().lowest()));
    }

    @Override
    public Optional<Effect> delete(UUID id, Actor actor, Instant now, boolean dryRun) {
        AtomicReference<Effect> effect = new AtomicReference<>(Effect.NONE);
        boolean existed = table.delete(
                id,
                connection -> {
                    PostgresAlertStates.lockForEdit(connection);
                    effect.set(new AlertEngine(new PostgresAlertStates(connection)).deleteRule(id, actor.name(), now));
                },
                actor,
                now,
                dryRun);
        return Optional.of(effect.get()).filter(_ -> existed);
    }

    @Override
    public int alreadySilent(AlertRule rule, Instant now) {
        RuleDefinition definition = rule.definition();
        return definition.enabled() && definition.condition() instanceof NoData noData && !noData.alertExisting()
                ? Query.run(
                        table.pool(),
                        connection -> new PostgresAlertStates(connection)
                                .silentHosts(
                                        rule.id(),
                                        noData.of(),
                                        definition.matchers().host(),
                                        baseline(definition, now),
                                        now.minus(noData.forgetAfter())))
                : 0;
    }

    @Override
    public List<RuleNotice> notices() {
        return Query.run(table.pool(), RuleNotices::list);
    }

    @Override
    public void record(RuleNotice notice) {
        Query.run(table.pool(), connection -> {
            RuleNotices.record(connection, List.of(new Noticed(notice, Set.of())));
            return true;
        });
    }
}
