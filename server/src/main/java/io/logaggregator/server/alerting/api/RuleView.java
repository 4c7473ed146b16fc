package io.logaggregator.server.alerting.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.logaggregator.core.alerting.kinds.ConditionKinds;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param state {@code ERROR} if the rule is enabled, but not evaluated
 * @param reason of the state {@code ERROR}
 * @param notices reasons why the rule is not evaluated, does not evaluate all of its data, or compares meaningless numbers
 * @param effect of the request that created or replaced the rule; {@code null} in other responses
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
        State state,
        @Nullable String reason,
        List<NoticeView> notices,
        @Nullable EffectView effect) {

    static RuleView of(AlertRule rule, List<RuleNotice> notices, @Nullable EffectView effect, Instant now) {
        RuleDefinition definition = rule.definition();
        Optional<RuleNotice> error = notices.stream()
                .filter(notice -> definition.enabled() && notice.isErrorAt(now))
                .findFirst();
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
                RecoveryView.of(definition),
                MatchersView.of(definition.matchers()),
                definition.notifies(),
                error.isPresent() ? State.ERROR : State.OK,
                error.map(NoticeView::detail).orElse(null),
                notices.stream()
                        .filter(notice -> notice.isShownAt(now))
                        .map(NoticeView::of)
                        .toList(),
                effect);
    }

    /**
     * The effect of a request on alerts.
     *
     * @param resolved number of alerts that it resolves
     * @param alerts the first 50 of them
     * @param alreadySilent number of hosts that a {@code noData} rule expects only from their next message on, since they send
     *     nothing already
     */
    record EffectView(int resolved, List<ResolvedAlertView> alerts, int alreadySilent) {

        static EffectView of(AlertRules.Effect effect, int alreadySilent) {
            return new EffectView(
                    effect.resolved(),
                    effect.alerts().stream()
                            .map(alert -> new ResolvedAlertView(alert.id(), alert.labels()))
                            .toList(),
                    alreadySilent);
        }
    }

    /** An alert that a request resolves. */
    record ResolvedAlertView(UUID id, SortedMap<String, String> labels) {}

    /**
     * The condition of recovery; without a threshold, the lowest threshold applies.
     *
     * @param thresholds value at which each severity has recovered, derived from {@code threshold}
     */
    record RecoveryView(
            @Nullable Double threshold,
            @JsonProperty("for") String pendingPeriod,
            SortedMap<Severity, Double> thresholds) {

        private static RecoveryView of(RuleDefinition rule) {
            Recovery recovery = rule.recovery();
            SortedMap<Severity, Double> thresholds = new TreeMap<>();
            rule.thresholds()
                    .bySeverity()
                    .keySet()
                    .forEach(severity -> thresholds.put(severity, rule.recoveryThreshold(severity)));
            return new RecoveryView(
                    recovery.threshold().isPresent() ? recovery.threshold().getAsDouble() : null,
                    recovery.duration().toString(),
                    thresholds);
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

    /** Whether an enabled rule is evaluated. */
    enum State {
        OK,
        ERROR
    }

    /**
     * Why a rule is not evaluated, does not evaluate all of its data, or compares meaningless numbers.
     *
     * @param count number of occurrences; for {@code UNCOUNTED_GROUPS} the number of groups, which may be approximate
     * @param since start of the first occurrence
     * @param until end of the state or of its last occurrence; {@code null} while it continues
     */
    record NoticeView(
            RuleNotice.Kind kind,
            String detail,
            long count,
            Instant since,
            @Nullable Instant until) {

        private static NoticeView of(RuleNotice notice) {
            return new NoticeView(
                    notice.kind(),
                    detail(notice),
                    notice.kind() == RuleNotice.Kind.UNCOUNTED_GROUPS && notice.subjects() > 0
                            ? notice.subjects()
                            : notice.count(),
                    notice.since(),
                    notice.until());
        }

        private static String detail(RuleNotice notice) {
            String since = " since " + notice.since().truncatedTo(ChronoUnit.SECONDS);
            return switch (notice.kind()) {
                case INVALID -> "Not evaluated, because its definition is invalid: " + notice.detail();
                case SUSPENDED ->
                    "Its query takes too long: suspended " + notice.count() + " times" + since + ", until "
                            + (notice.until() == null
                                    ? "it is changed"
                                    : notice.until().truncatedTo(ChronoUnit.SECONDS))
                            + ". Make the query simpler.";
                case EVALUATION_FAILED ->
                    "Not evaluated" + since + ", after " + notice.count() + " failures: " + notice.detail();
                case UNCOUNTED_GROUPS ->
                    "More than " + notice.detail() + " groups: events of " + notice.subjects()
                            + " further groups are not counted" + since
                            + ". Group by a field with fewer values, or narrow the matchers.";
                case UNEVALUATED_SUBJECTS ->
                    "More than " + notice.detail() + " groups or series: the others are not evaluated" + since
                            + ". Group by fewer labels, or narrow the matchers.";
                case LATE_EVENTS -> notice.count() + " events were too late to be counted" + since + ".";
                case LATE_POINTS ->
                    notice.count() + " samples of " + notice.subjects() + " series were too late to be evaluated"
                            + since + ".";
                case LONG_GAPS ->
                    "Gaps longer than " + notice.detail() + " have restarted pending periods of " + notice.subjects()
                            + " series" + since + ": a series with a longer usual interval needs a longer maxGap.";
                case SEVERAL_PARTITIONS ->
                    notice.subjects() + " series arrive through several partitions" + since
                            + ", so that their order is not defined: send them with the host as key, or set an evaluationDelay.";
                case RAW_COUNTER ->
                    notice.detail() + " is a counter, which only rises: compare its rate, with fn rate.";
                case LOWERCASE_OPERATOR -> "In the query, " + notice.detail() + ".";
                case MISSING_RULE -> "There is no rule " + notice.detail() + ": it counts as not firing.";
            };
        }
    }
}
