package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.AuditEntry;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleWarning;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.store.postgres.access.AuditRow;
import io.logaggregator.store.postgres.access.ConfigurationChange;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Rules in {@code alert_rule}. Thread-safe. */
public final class PostgresAlertRules implements AlertRules {

    private final DataSource pool;

    public PostgresAlertRules(DataSource pool) {
        this.pool = pool;
    }

    /** A rule, and its row as JSON. */
    private record Stored(AlertRule rule, String json) {
        static Stored read(ResultSet row) throws SQLException {
            return new Stored(AlertRuleColumns.read(row), row.getString("json"));
        }
    }

    @Override
    public long version() {
        return ConfigurationChange.version(pool);
    }

    @Override
    public List<AlertRule> list() {
        return Sql.of("select * from alert_rule order by lower(name)").list(pool, AlertRuleColumns::read);
    }

    @Override
    public Optional<AlertRule> find(UUID id) {
        return Sql.of("select * from alert_rule where id = ?", id).first(pool, AlertRuleColumns::read);
    }

    @Override
    public AlertRule create(UUID id, Origin origin, RuleDefinition definition, Actor actor, Instant now) {
        return ConfigurationChange.run(pool, (connection, version) -> {
            Stored after = insert(connection, id, origin, version, now, definition);
            audit(connection, id, AuditEntry.Action.CREATED, null, after, actor, now);
            return after.rule;
        });
    }

    private static Stored insert(
            Connection connection, UUID id, Origin origin, long version, Instant now, RuleDefinition definition)
            throws SQLException {
        List<@Nullable Object> values = AlertRuleColumns.values(version, now, definition);
        values.add(id);
        values.add(origin.name());
        return write(
                connection, definition.name(), values, """
                insert into alert_rule (%s, id, origin) values (%s, ?, ?)
                returning *, to_jsonb(alert_rule) as json
                """.formatted(AlertRuleColumns.NAMES, AlertRuleColumns.PLACES));
    }

    @Override
    public Optional<AlertRule> update(UUID id, RuleDefinition definition, Actor actor, Instant now) {
        return ConfigurationChange.run(pool, (connection, version) -> {
            Optional<Stored> stored = stored(connection, id);
            if (stored.isEmpty() || stored.get().rule.definition().equals(definition)) {
                connection.rollback();
                return stored.map(Stored::rule);
            }
            Stored before = stored.get();
            Optional<String> end = endOf(before.rule.definition(), definition);
            if (end.isPresent()) {
                new OrphanedStates(actor.name(), end.get(), now).resolveOf(id, connection);
            }
            Stored after = replace(connection, id, version, now, definition);
            audit(connection, id, AuditEntry.Action.CHANGED, before, after, actor, now);
            return Optional.of(after.rule);
        });
    }

    /** Why the rule no longer watches what it did; empty if it does. */
    private static Optional<String> endOf(RuleDefinition before, RuleDefinition after) {
        if (before.enabled() && !after.enabled()) {
            return Optional.of("rule switched off");
        }
        return after.hasSameTarget(before) ? Optional.empty() : Optional.of("rule watches something else now");
    }

    private static Stored replace(Connection connection, UUID id, long version, Instant now, RuleDefinition definition)
            throws SQLException {
        List<@Nullable Object> values = AlertRuleColumns.values(version, now, definition);
        values.add(id);
        return write(
                connection, definition.name(), values, """
                update alert_rule set (%s) = row (%s) where id = ?
                returning *, to_jsonb(alert_rule) as json
                """.formatted(AlertRuleColumns.NAMES, AlertRuleColumns.PLACES));
    }

    @Override
    public boolean delete(UUID id, Actor actor, Instant now) {
        return ConfigurationChange.run(pool, (connection, version) -> {
            Optional<Stored> before = stored(connection, id);
            if (before.isEmpty()) {
                connection.rollback();
                return false;
            }
            new OrphanedStates(actor.name(), "rule deleted", now).resolveOf(id, connection);
            remove(connection, id);
            audit(connection, id, AuditEntry.Action.DELETED, before.get(), null, actor, now);
            return true;
        });
    }

    private static void remove(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from alert_rule where id = ?")) {
            delete.setObject(1, id);
            delete.executeUpdate();
        }
    }

    @Override
    public List<RuleWarning> warnings() {
        return Sql.of("select rule_id, uncounted, last_at from alert_rule_notice order by rule_id")
                .list(
                        pool,
                        row -> new RuleWarning(
                                row.getObject("rule_id", UUID.class),
                                AlertRuleColumns.GROUPS,
                                row.getLong("uncounted"),
                                Timestamps.read(row, "last_at")));
    }

    private static Stored write(Connection connection, String name, List<@Nullable Object> values, String sql)
            throws SQLException {
        return ConfigurationChange.write(
                connection, sql, values, Stored::read, () -> new DuplicateNameException("rule", name));
    }

    private static Optional<Stored> stored(Connection connection, UUID id) throws SQLException {
        return Sql.of("select *, to_jsonb(alert_rule) as json from alert_rule where id = ?", id)
                .list(connection, Stored::read)
                .stream()
                .findFirst();
    }

    private static void audit(
            Connection connection,
            UUID id,
            AuditEntry.Action action,
            @Nullable Stored before,
            @Nullable Stored after,
            Actor actor,
            Instant now)
            throws SQLException {
        new AuditRow(
                        now,
                        actor,
                        action,
                        AuditEntry.Kind.RULE,
                        id.toString(),
                        before == null ? null : before.json,
                        after == null ? null : after.json)
                .write(connection);
    }
}
