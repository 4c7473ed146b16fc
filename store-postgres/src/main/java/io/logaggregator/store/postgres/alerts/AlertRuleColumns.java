package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.kinds.ConditionKinds;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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

    /** A list in the condition gives its member one name and text per element. */
    static final String COLUMNS = """
            *,
            array(select name from jsonb_each(condition) as member (name, value),
                                   jsonb_path_query(value, '$[*]')) as member_names,
            array(select text #>> '{}' from jsonb_each(condition) as member (name, value),
                                            jsonb_path_query(value, '$[*]') as text) as member_texts""";

    private AlertRuleColumns() {}

    /** Returns the values of the columns that a change replaces. */
    static Map<String, @Nullable Object> values(long version, Instant updatedAt, RuleDefinition rule) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("version", version);
        values.put("updated_at", Timestamps.of(updatedAt));
        values.put("name", rule.name());
        values.put("description", rule.description());
        values.put("enabled", rule.enabled());
        values.put("notifies", rule.notifies());
        values.put("condition", new JsonObject(JsonText.of(ConditionKinds.write(rule))));
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

    private static String column(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    static AlertRule read(ResultSet row) throws SQLException {
        Map<String, List<String>> condition = readCondition(row);
        return new AlertRule(
                row.getObject("id", UUID.class),
                row.getLong("version"),
                Origin.valueOf(row.getString("origin")),
                Timestamps.read(row, "updated_at"),
                new RuleDefinition(
                        row.getString("name"),
                        row.getString("description"),
                        row.getBoolean("enabled"),
                        ConditionKinds.read(condition, query -> {}),
                        readThresholds(row, ConditionKinds.comparison(condition)),
                        readDuration(row, "hold_ms"),
                        readRecovery(row),
                        readMatchers(row),
                        row.getBoolean("notifies")));
    }

    private static Map<String, List<String>> readCondition(ResultSet row) throws SQLException {
        String[] names = (String[]) row.getArray("member_names").getArray();
        String[] texts = (String[]) row.getArray("member_texts").getArray();
        Map<String, List<String>> members = new HashMap<>();
        for (int index = 0; index < names.length; index++) {
            members.computeIfAbsent(names[index], name -> new ArrayList<>()).add(texts[index]);
        }
        return members;
    }

    private static SeverityThresholds readThresholds(ResultSet row, Comparison comparison) throws SQLException {
        SortedMap<Severity, Double> thresholds = new TreeMap<>();
        for (Severity severity : Severity.values()) {
            Double threshold = row.getObject(column(severity), Double.class);
            if (threshold != null) {
                thresholds.put(severity, threshold);
            }
        }
        return new SeverityThresholds(comparison, thresholds);
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
