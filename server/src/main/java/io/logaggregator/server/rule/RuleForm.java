package io.logaggregator.server.rule;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.logaggregator.core.alerting.kinds.ConditionKinds;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.rule.FieldParser;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.server.logs.query.QueryMatching;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Name;

/**
 * A rule in JSON or YAML. Members that only responses have are ignored, so that a response can be changed and sent back.
 *
 * @param description instructions for the reader of an alert
 * @param severities thresholds of LOW, MEDIUM, HIGH and CRITICAL, at least one, ordered by severity; a composite rule has none
 * @param pendingPeriod {@code for}: how long a threshold must be exceeded
 * @param matchers globs that select the data; default: all data
 * @param notifies {@code notify}: whether channels are notified of its alerts
 */
@JsonIgnoreProperties({"id", "version", "origin", "readOnly", "updatedAt", "state", "reason", "notices", "effect"})
public record RuleForm(
        @Schema(requiredMode = REQUIRED) @Nullable String name,
        @Nullable String description,

        @Schema(types = "boolean", defaultValue = "true") @Nullable
        String enabled,

        @Schema(requiredMode = REQUIRED) @Nullable ConditionForm condition,

        @Schema(additionalPropertiesSchema = Double.class) @Nullable
        Map<String, @Nullable String> severities,

        @JsonProperty("for") @Name("for") @Nullable String pendingPeriod,
        @Nullable RecoveryForm recovery,
        @Nullable MatchersForm matchers,

        @JsonProperty("notify") @Name("notify") @Schema(types = "boolean", defaultValue = "true") @Nullable
        String notifies) {

    /** The definition of the rule, without settings. */
    public RuleDefinition definition() {
        return definition(OfEvents.ALLOWED_LATENESS);
    }

    /**
     * The definition of the rule.
     *
     * @param allowedLateness of a log-count rule without one
     * @throws InvalidDefinitionException if a member is invalid
     */
    public RuleDefinition definition(Duration allowedLateness) {
        Map<String, List<String>> members = condition == null ? Map.of() : condition.texts(allowedLateness);
        Condition read = ConditionKinds.read(members, QueryMatching::condition);
        return new RuleDefinition(
                FieldParser.text("name", name, ""),
                FieldParser.text("description", description, ""),
                FieldParser.flag("enabled", enabled, true),
                read,
                ConditionKinds.thresholds(read, members, thresholds()),
                FieldParser.duration("for", pendingPeriod, Duration.ZERO),
                recovery == null ? Recovery.IMMEDIATE : recovery.recovery(),
                matchers == null ? Matchers.ALL : matchers.matchers(),
                FieldParser.flag("notify", notifies, true));
    }

    private Map<Severity, Double> thresholds() {
        Map<Severity, Double> thresholds = new EnumMap<>(Severity.class);
        for (Map.Entry<String, @Nullable String> step :
                (severities == null ? Map.<String, @Nullable String>of() : severities).entrySet()) {
            String field = "severities." + step.getKey();
            Severity severity = FieldParser.choice(field, step.getKey(), List.of(Severity.values()), Severity::name);
            if (thresholds.put(severity, FieldParser.number(field, step.getValue())) != null) {
                throw new InvalidDefinitionException(field, "twice", "each severity once");
            }
        }
        return thresholds;
    }

    /**
     * The condition of recovery.
     *
     * @param threshold default: the lowest threshold of the severities
     * @param pendingPeriod {@code for}: recovery period
     */
    @JsonIgnoreProperties("thresholds")
    public record RecoveryForm(
            @Schema(types = "number") @Nullable String threshold,
            @JsonProperty("for") @Name("for") @Nullable String pendingPeriod) {

        Recovery recovery() {
            return new Recovery(
                    threshold == null
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(FieldParser.number("recovery.threshold", threshold)),
                    FieldParser.duration("recovery.for", pendingPeriod, Duration.ZERO));
        }
    }

    /** Globs that select the data of the rule. */
    public record MatchersForm(
            @Nullable String host,
            @Nullable String environment,
            @Nullable Map<String, @Nullable String> attributes) {

        private static final int MAX_ATTRIBUTES = 32;

        Matchers matchers() {
            TreeMap<String, Glob> globs = new TreeMap<>();
            if (attributes != null) {
                if (attributes.size() > MAX_ATTRIBUTES) {
                    throw new InvalidDefinitionException(
                            "matchers.attributes", attributes.size() + " attributes", "at most " + MAX_ATTRIBUTES);
                }
                attributes.forEach((name, pattern) -> {
                    String field = "matchers.attributes." + FieldParser.text("matchers.attributes", name, "");
                    globs.put(name, FieldParser.glob(field, pattern));
                });
            }
            return new Matchers(
                    FieldParser.glob("matchers.host", host),
                    FieldParser.glob("matchers.environment", environment),
                    globs);
        }
    }
}
