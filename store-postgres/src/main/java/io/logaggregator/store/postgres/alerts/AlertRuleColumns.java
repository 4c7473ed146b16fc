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
import io.logaggregator.core.logs.LogField;
import io.logaggregator.store.postgres.sql.TextArrays;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rules as rows of {@code alert_rule}. */
public final class AlertRuleColumns {

    /** Those that a change replaces, in the order of {@link #values}. */
    static final String NAMES = """
            version, updated_at, name, description, enabled, \
            kind, metric, query, group_by, window_ms, silence_of, forget_after_ms, \
            comparison, low, medium, high, critical, hold_ms, recovery, recovery_ms, \
            host_pattern, environment_pattern, attribute_names, attribute_patterns""";

    /** A question mark for each. */
    static final String PLACES = String.join(", ", Collections.nCopies(NAMES.split(",", -1).length, "?"));

    /** The most things that a rule watches at a time. */
    public static final int GROUPS = 1000;

    private AlertRuleColumns() {}

    static List<@Nullable Object> values(long version, Instant updatedAt, RuleDefinition rule) {
        List<@Nullable Object> values = new ArrayList<>();
        Collections.addAll(values, version, Timestamps.of(updatedAt), rule.name(), rule.description(), rule.enabled());
        values.addAll(values(rule.condition()));
        values.add(rule.thresholds().comparison().name());
        for (Severity step : Severity.values()) {
            values.add(rule.thresholds().bySeverity().get(step));
        }
        OptionalDouble recovery = rule.recovery().threshold();
        values.add(rule.pendingPeriod().toMillis());
        values.add(recovery.isPresent() ? recovery.getAsDouble() : null);
        values.add(rule.recovery().duration().toMillis());
        Matchers matchers = rule.matchers();
        values.add(matchers.host().pattern());
        values.add(matchers.environment().pattern());
        values.add(matchers.attributes().keySet().toArray(String[]::new));
        values.add(matchers.attributes().values().stream().map(Glob::pattern).toArray(String[]::new));
        return values;
    }

    private static List<@Nullable Object> values(Condition condition) {
        return switch (condition) {
            case Threshold(var metric) -> Arrays.asList("THRESHOLD", metric, null, null, null, null, null);
            case LogCount(var query, var groupBy, var window) -> {
                String[] labels = groupBy.stream().map(LogField::label).toArray(String[]::new);
                yield Arrays.asList("LOG_COUNT", null, query, labels, window.toMillis(), null, null);
            }
            case Silence(var of, var forgetAfter) ->
                Arrays.asList("SILENCE", null, null, null, null, of.name(), forgetAfter.toMillis());
        };
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
                        readLadder(row),
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

    private static SeverityThresholds readLadder(ResultSet row) throws SQLException {
        SortedMap<Severity, Double> thresholds = new TreeMap<>();
        for (Severity step : Severity.values()) {
            Double threshold = row.getObject(step.name().toLowerCase(Locale.ROOT), Double.class);
            if (threshold != null) {
                thresholds.put(step, threshold);
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
        for (Map.Entry<String, String> attribute :
                TextArrays.zipped(row, "attribute_names", "attribute_patterns").entrySet()) {
            attributes.put(attribute.getKey(), new Glob(attribute.getValue()));
        }
        return new Matchers(
                new Glob(row.getString("host_pattern")), new Glob(row.getString("environment_pattern")), attributes);
    }

    private static Duration readDuration(ResultSet row, String column) throws SQLException {
        return Duration.ofMillis(row.getLong(column));
    }
}
