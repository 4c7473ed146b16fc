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
import java.util.ArrayList;
import java.util.List;
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
 * @param notice present if the rule does not evaluate all of its data, or compares meaningless numbers
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

    static RuleView of(AlertRule rule, List<RuleWarning> warnings, List<String> missingMembers) {
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
                NoticeView.of(warnings, missingMembers));
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

    /**
     * Why the rule does not evaluate all of its data, or compares meaningless numbers.
     *
     * @param groups limit of its groups, if there are more; else 0
     * @param lastAt {@code null} if it is no event
     */
    record NoticeView(
            String detail,
            int groups,
            long uncountedEvents,
            @Nullable Instant lastAt) {

        private static @Nullable NoticeView of(List<RuleWarning> warnings, List<String> missingMembers) {
            List<NoticeView> views =
                    new ArrayList<>(warnings.stream().map(NoticeView::of).toList());
            missingMembers.forEach(name ->
                    views.add(new NoticeView("There is no rule " + name + ": it counts as not firing.", 0, 0, null)));
            return views.stream().reduce(NoticeView::and).orElse(null);
        }

        private static NoticeView of(RuleWarning warning) {
            return switch (warning) {
                case RuleWarning.TooManyGroups many ->
                    new NoticeView(
                            "More than " + many.groups() + " groups; events of further groups are not counted."
                                    + " Group by a field with fewer values, or narrow the matchers.",
                            many.groups(),
                            many.uncountedEvents(),
                            many.lastAt());
                case RuleWarning.Suspended suspended ->
                    new NoticeView(
                            "Not evaluated from " + suspended.at().truncatedTo(ChronoUnit.SECONDS) + " to "
                                    + suspended.until().truncatedTo(ChronoUnit.SECONDS)
                                    + ", because its query takes too long. Make the query simpler.",
                            0,
                            0,
                            suspended.at());
                case RuleWarning.Failed failed ->
                    new NoticeView(
                            "Not evaluated since " + failed.failures() + " failures, the last at "
                                    + failed.at().truncatedTo(ChronoUnit.SECONDS) + ": " + failed.reason(),
                            0,
                            0,
                            failed.at());
                case RuleWarning.RawCounter counter ->
                    new NoticeView(
                            counter.metric() + " is a counter, which only rises: compare its rate, with fn rate.",
                            0,
                            0,
                            null);
            };
        }

        private NoticeView and(NoticeView other) {
            return new NoticeView(
                    detail + " " + other.detail,
                    Math.max(groups, other.groups),
                    uncountedEvents + other.uncountedEvents,
                    other.lastAt == null ? lastAt : other.lastAt);
        }
    }
}
