package io.logaggregator.server.alerting.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.logaggregator.core.alerting.kinds.ConditionKinds;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleWarning;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rule with its defaults filled in.
 *
 * @param readOnly whether it is defined in the settings
 * @param pendingPeriod {@code for}: how long a threshold must be exceeded
 * @param notifies {@code notify}: whether channels are notified of its alerts
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
        Map<String, Object> condition,
        SortedMap<Severity, Double> severities,
        @JsonProperty("for") String pendingPeriod,
        RecoveryView recovery,
        MatchersView matchers,
        @JsonProperty("notify") boolean notifies,
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
                ConditionKinds.write(definition),
                definition.thresholds().bySeverity(),
                definition.pendingPeriod().toString(),
                RecoveryView.of(definition.recovery()),
                MatchersView.of(definition.matchers()),
                definition.notifies(),
                notice == null ? null : NoticeView.of(notice));
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

    /** The rule has more groups than its limit, or was suspended since its query takes too long. */
    record NoticeView(String detail, int groups, long uncountedEvents, Instant lastAt) {

        private static NoticeView of(RuleWarning notice) {
            return new NoticeView(
                    notice.suspendedUntil()
                            .map(until -> suspended(notice.lastAt(), until))
                            .orElseGet(() -> "More than " + notice.groups()
                                    + " groups; events of further groups are not counted."
                                    + " Group by a field with fewer values, or narrow the matchers."),
                    notice.groups(),
                    notice.uncountedEvents(),
                    notice.lastAt());
        }

        private static String suspended(Instant at, Instant until) {
            return "Not evaluated from " + at.truncatedTo(ChronoUnit.SECONDS) + " to "
                    + until.truncatedTo(ChronoUnit.SECONDS)
                    + ", because its query takes too long. Make the query simpler.";
        }
    }
}
