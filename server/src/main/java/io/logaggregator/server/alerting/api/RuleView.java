package io.logaggregator.server.alerting.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleWarning;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.observation.LogField;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rule with its defaults filled in.
 *
 * @param readOnly whether it is defined in the settings
 * @param holdFor pending period: how long a threshold must be exceeded
 * @param notice present if the rule has more groups than its limit
 */
record RuleView(
        UUID id,
        long version,
        Origin origin,
        boolean readOnly,
        Instant updatedAt,
        String name,
        String description,
        boolean enabled,
        ConditionView condition,
        SortedMap<Severity, Double> severities,
        @JsonProperty("for") String pendingPeriod,
        RecoveryView recovery,
        MatchersView matchers,
        @Nullable NoticeView notice) {

    static RuleView of(AlertRule rule, @Nullable RuleWarning notice) {
        RuleDefinition definition = rule.definition();
        return new RuleView(
                rule.id(),
                rule.version(),
                rule.origin(),
                rule.origin() == Origin.PROVISIONED,
                rule.updatedAt(),
                definition.name(),
                definition.description(),
                definition.enabled(),
                ConditionView.of(definition),
                definition.thresholds().bySeverity(),
                definition.pendingPeriod().toString(),
                RecoveryView.of(definition.recovery()),
                MatchersView.of(definition.matchers()),
                notice == null ? null : NoticeView.of(notice));
    }

    /** A condition; each kind has its own members. */
    sealed interface ConditionView {

        record ThresholdView(
                @Schema(allowableValues = "threshold") String type,
                String metric,

                @Schema(allowableValues = {"above", "below"})
                String comparison)
                implements ConditionView {}

        record LogCountView(
                @Schema(allowableValues = "logCount") String type, String query, List<String> groupBy, String window)
                implements ConditionView {}

        record SilenceView(
                @Schema(allowableValues = "silence") String type,
                @Schema(allowableValues = {"host", "group"}) String of,
                String forgetAfter)
                implements ConditionView {}

        private static ConditionView of(RuleDefinition rule) {
            return switch (rule.condition()) {
                case Condition.Threshold(String metric) ->
                    new ThresholdView(
                            "threshold", metric, lowerCase(rule.thresholds().comparison()));
                case Condition.LogCount count ->
                    new LogCountView(
                            "logCount",
                            count.query(),
                            count.groupBy().stream().map(LogField::label).toList(),
                            count.window().toString());
                case Condition.Silence silence ->
                    new SilenceView(
                            "silence",
                            lowerCase(silence.of()),
                            silence.forgetAfter().toString());
            };
        }

        private static String lowerCase(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT);
        }
    }

    /** The condition of recovery; without a threshold, the lowest threshold applies. */
    record RecoveryView(
            @Nullable Double threshold, @JsonProperty("for") String pendingPeriod) {

        private static RecoveryView of(Recovery recovery) {
            return new RecoveryView(
                    recovery.threshold().isPresent() ? recovery.threshold().getAsDouble() : null,
                    recovery.duration().toString());
        }
    }

    /** Globs that select the data of the rule. */
    record MatchersView(String host, String environment, Map<String, String> attributes) {

        private static MatchersView of(Matchers matchers) {
            Map<String, String> attributes = new TreeMap<>();
            matchers.attributes().forEach((name, glob) -> attributes.put(name, glob.pattern()));
            return new MatchersView(
                    matchers.host().pattern(), matchers.environment().pattern(), attributes);
        }
    }

    /** The rule has more groups than its limit. */
    record NoticeView(String detail, int groups, long uncountedEvents, Instant lastAt) {

        private static NoticeView of(RuleWarning notice) {
            return new NoticeView(
                    "More than " + notice.groups() + " groups; events of further groups are not counted."
                            + " Group by a field with fewer values, or narrow the matchers.",
                    notice.groups(),
                    notice.uncountedEvents(),
                    notice.lastAt());
        }
    }
}
