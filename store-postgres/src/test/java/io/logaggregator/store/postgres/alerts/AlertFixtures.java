package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.kinds.ConditionKinds;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.common.Glob;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.testkit.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.UUID;

/** Rules and their rows, for tests of evaluation. */
public final class AlertFixtures {

    public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    public static final String CPU = "system.cpu.utilization";

    private AlertFixtures() {}

    /** MEDIUM above 0.8, HIGH above 0.9; recovers at 0.7 or less for this duration. */
    public static AlertRule cpuAbove80Percent(Duration recovery) {
        return rule(
                new Condition.Threshold(CPU),
                Map.of(Severity.MEDIUM, 0.8, Severity.HIGH, 0.9),
                new Recovery(OptionalDouble.of(0.7), recovery),
                Glob.ANY);
    }

    public static AlertRule rule(Condition condition, Map<Severity, Double> thresholds, Recovery recovery, Glob host) {
        String name = condition + " on " + host.pattern();
        RuleDefinition definition = new RuleDefinition(
                name.substring(0, Math.min(100, name.length())).strip(),
                "",
                true,
                condition,
                new SeverityThresholds(Comparison.ABOVE, thresholds),
                Duration.ZERO,
                recovery,
                new Matchers(host, Glob.ANY, new TreeMap<>()));
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return new AlertRule(id, 1, AlertRule.Origin.API, NOON, definition);
    }

    /** Inserts the columns of a rule that the evaluation reads. */
    public static void store(TestPostgres.Database database, AlertRule rule) throws SQLException {
        try (Connection connection = database.connect();
                var insert = connection.prepareStatement("""
                        insert into alert_rule (id, version, origin, updated_at, name, description, enabled, condition,
                                                low, medium, high, critical,
                                                hold_ms, recovery_ms, host_pattern, environment_pattern,
                                                attribute_names, attribute_patterns)
                        values (?, ?, 'API', now(), ?, '', ?, ?::jsonb, ?, ?, ?, ?, 0, 0, '*', '*', '{}', '{}')
                        """)) {
            RuleDefinition definition = rule.definition();
            insert.setObject(1, rule.id());
            insert.setLong(2, rule.version());
            insert.setString(3, definition.name());
            insert.setBoolean(4, definition.enabled());
            insert.setString(5, JsonText.of(ConditionKinds.write(definition)));
            int column = 6;
            for (Severity severity : Severity.values()) {
                insert.setObject(column++, definition.thresholds().bySeverity().get(severity), Types.DOUBLE);
            }
            insert.executeUpdate();
        }
    }

    public static void execute(TestPostgres.Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the rows of a query, with columns joined by spaces. */
    public static List<String> rows(TestPostgres.Database database, String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> texts = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    texts.add(String.valueOf(row.getString(column)));
                }
                rows.add(String.join(" ", texts));
            }
            return rows;
        }
    }
}
