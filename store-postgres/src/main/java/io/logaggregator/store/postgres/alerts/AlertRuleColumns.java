package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Conversion between rules and rows of {@code alert_rule}. */
public final class AlertRuleColumns {

    /** Maximum number of groups of a log-count rule. */
    public static final int MAX_GROUPS = 1000;

    private AlertRuleColumns() {}

    /** Returns the values of the columns that a change replaces. */
    static Map<String, @Nullable Object> values(long version, Instant updatedAt, RuleDefinition rule) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("version", version);
        values.put("updated_at", Timestamps.of(updatedAt));
        values.put("name", rule.name());
        values.put("description", rule.description());
        values.put("enabled", rule.enabled());
        putCondition(values, rule.condition());
        values.put("comparison", rule.thresholds().comparison().name());
        for (Severity severity : Severity.values()) {
            values.put(column(severity), rule.thresholds().bySeverity().get(severity));
        }
        OptionalDouble recovery = rule.recovery().threshold();
        values.put("hold_ms", rule.pendingPeriod().toMillis());
        values.put("recovery", recovery.isPresent() ? recovery.getAsDouble() : null);
        values.put("recovery_ms", rule.recovery().duration().toMillis());
        Matchers matchers = rule.matchers();
        values.put("host_pattern", matchers.host().pattern());
        values.put("environment_pattern", matchers.environment().pattern());
        values.put("attribute_names", matchers.attributes().keySet().toArray(String[]::new));
        values.put(
                "attribute_patterns",
                matchers.attributes().values().stream().map(Glob::pattern).toArray(String[]::new));
        return values;
    }

    private static void putCondition(Map<String, @Nullable Object> values, Condition condition) {
        for (String column :
                List.of("kind", "metric", "query", "group_by", "window_ms", "silence_of", "forget_after_ms")) {
            values.put(column, null);
        }
        switch (condition) {
            case Threshold(var metric) -> {
                values.put("kind", "THRESHOLD");
                values.put("metric", metric);
            }
            case LogCount(var query, var groupBy, var window) -> {
                values.put("kind", "LOG_COUNT");
                values.put("query", query);
                values.put("group_by", groupBy.stream().map(LogField::label).toArray(String[]::new));
                values.put("window_ms", window.toMillis());
            }
            case Silence(var of, var forgetAfter) -> {
                values.put("kind", "SILENCE");
                values.put("silence_of", of.name());
                values.put("forget_after_ms", forgetAfter.toMillis());
            }
        }
    }

    private static String column(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    static AlertRule read(ResultSet row) throws SQLException {
        return new AlertRule(
                row.getObject("id", UUID.class),
                row.getLong("version"),
                Origin.valueOf(row.getString("origin")),
                Timestamps.read(row, "updated_at"),
                new RuleDefinition(
                        row.getString("name"),
                        row.getString("description"),
                        row.getBoolean("enabled"),
                        readCondition(row),
                        readThresholds(row),
                        readDuration(row, "hold_ms"),
                        readRecovery(row),
                        readMatchers(row)));
    }

    private static Condition readCondition(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        return switch (kind) {
            case "THRESHOLD" -> new Threshold(row.getString("metric"));
            case "LOG_COUNT" ->
                new LogCount(row.getString("query"), readFields(row, "group_by"), readDuration(row, "window_ms"));
            case "SILENCE" ->
                new Silence(Silence.Of.valueOf(row.getString("silence_of")), readDuration(row, "forget_after_ms"));
            default -> throw new IllegalStateException("kind: " + kind + " (expected: one that the table allows)");
        };
    }

    private static List<LogField> readFields(ResultSet row, String column) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray())
                .map(label -> LogField.ofLabel(label).orElseThrow())
                .toList();
    }

    private static SeverityThresholds readThresholds(ResultSet row) throws SQLException {
        SortedMap<Severity, Double> thresholds = new TreeMap<>();
        for (Severity severity : Severity.values()) {
            Double threshold = row.getObject(column(severity), Double.class);
            if (threshold != null) {
                thresholds.put(severity, threshold);
            }
        }
        return new SeverityThresholds(Comparison.valueOf(row.getString("comparison")), thresholds);
    }

    private static Recovery readRecovery(ResultSet row) throws SQLException {
        Double threshold = row.getObject("recovery", Double.class);
        return new Recovery(
                threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold),
                readDuration(row, "recovery_ms"));
    }

    private static Matchers readMatchers(ResultSet row) throws SQLException {
        SortedMap<String, Glob> attributes = new TreeMap<>();
        for (Map.Entry<String, String> attribute : JsonText.readMembers(row, "attribute_names", "attribute_patterns")
                .entrySet()) {
            attributes.put(attribute.getKey(), new Glob(attribute.getValue()));
        }
        return new Matchers(
                new Glob(row.getString("host_pattern")), new Glob(row.getString("environment_pattern")), attributes);
    }

    private static Duration readDuration(ResultSet row, String column) throws SQLException {
        return Duration.ofMillis(row.getLong(column));
    }
}
