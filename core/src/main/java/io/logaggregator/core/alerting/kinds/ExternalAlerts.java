package io.logaggregator.core.alerting.kinds;

import io.logaggregator.core.alerting.alert.AlertTransition.Ending;
import io.logaggregator.core.alerting.alert.AlertTransition.Reason;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.common.NameText;
import io.logaggregator.core.observation.MetricSample;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * The rule of alerts that another system evaluates, such as Prometheus. It exists in every installation without a row. The
 * labels identify an alert; it is resolved at the time that its sender gave, unless it is sent again before.
 */
public final class ExternalAlerts {

    /** Time after which an alert without an end is resolved, unless it is sent again. */
    public static final Duration RESOLVE_TIMEOUT = Duration.ofMinutes(5);

    /** Reason of an alert that was not sent again in time. */
    public static final Ending EXPIRED = new Ending(Reason.EXPIRED, "EXPIRED: not sent again");

    /** Reason of an alert that its sender has ended. */
    public static final Ending ENDED = new Ending(Reason.RECOVERED, "ended by its sender");

    private static final String ALERT_NAME = "alertname";
    private static final String SEVERITY = "severity";
    private static final int MAX_NAME_LENGTH = 200;
    private static final long MAX_END_MILLIS =
            Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    /** Id of the only rule with this condition. */
    public static final UUID RULE_ID = UUID.fromString("00000000-0000-8000-8000-0000000000e1");

    /** The rule, with MEDIUM as the default severity. */
    public static final AlertRule RULE = rule(Severity.MEDIUM);

    private ExternalAlerts() {}

    /**
     * The only rule with this condition.
     *
     * @param defaultSeverity of alerts with an absent or unknown label {@code severity}
     */
    public static AlertRule rule(Severity defaultSeverity) {
        return new AlertRule(
                RULE_ID,
                0,
                AlertRule.Origin.BUILT_IN,
                Instant.EPOCH,
                new RuleDefinition(
                        "External alert",
                        "",
                        true,
                        new OfSamples(defaultSeverity),
                        new SeverityThresholds(Comparison.ABOVE, ranks()),
                        Duration.ZERO,
                        new Recovery(OptionalDouble.empty(), Duration.ZERO),
                        Matchers.ALL));
    }

    /**
     * The condition; its number is the rank of the severity.
     *
     * @param defaultSeverity of alerts with an absent or unknown label {@code severity}
     */
    public record OfSamples(Severity defaultSeverity) implements Condition.OfSamples {

        /** The severity that the label {@code severity} names in the words of Prometheus or of this program. */
        public Severity severity(Labels labels) {
            return switch (labels.values().getOrDefault(SEVERITY, "").toLowerCase(Locale.ROOT)) {
                case "critical", "page", "disaster", "emergency" -> Severity.CRITICAL;
                case "error", "high", "major" -> Severity.HIGH;
                case "warning", "medium" -> Severity.MEDIUM;
                case "info", "low", "none", "minor" -> Severity.LOW;
                default -> defaultSeverity;
            };
        }

        /** The sender identifies an alert by its labels, without a change. */
        @Override
        public boolean isCaseInsensitive(String label) {
            return false;
        }

        /** The state is a function of the end times of the alert, not of its values. */
        @Override
        public boolean isEvaluatedPerPoint() {
            return false;
        }

        @Override
        public String metric() {
            return MetricSample.EXTERNAL_ALERT;
        }

        @Override
        public SampleFunction fn() {
            return SampleFunction.VALUE;
        }

        @Override
        public boolean isNormal(double value, SeverityThresholds thresholds) {
            return false;
        }
    }

    /** A rank exceeds the threshold of its severity, and not that of the next. */
    private static Map<Severity, Double> ranks() {
        Map<Severity, Double> ranks = new EnumMap<>(Severity.class);
        for (Severity severity : Severity.values()) {
            ranks.put(severity, rank(severity) - 1);
        }
        return ranks;
    }

    /** The number of a severity, from 1. */
    public static double rank(Severity severity) {
        return switch (severity) {
            case LOW -> 1;
            case MEDIUM -> 2;
            case HIGH -> 3;
            case CRITICAL -> 4;
        };
    }

    /** The time when an alert ends, by the value of its sample; from 1970 to 9999. */
    public static Instant endOf(double seconds) {
        return Instant.ofEpochMilli(Math.clamp(Math.round(seconds * 1000), 0, MAX_END_MILLIS));
    }

    /**
     * The identity of an opening, instead of the fingerprint alone: a sender may send an alert that has ended again with the
     * same start, which is another alert.
     *
     * @param sentAt time of the sample that opens the alert
     */
    public static UUID opening(UUID fingerprint, Instant sentAt) {
        return new UUID(
                fingerprint.getMostSignificantBits(),
                fingerprint.getLeastSignificantBits() ^ ChronoUnit.MICROS.between(Instant.EPOCH, sentAt));
    }

    /** The name that alerts with these labels have instead of that of their rule: the label {@code alertname}. */
    public static String nameOf(AlertRule rule, Labels labels) {
        String name = rule.definition().condition() instanceof OfSamples
                ? NameText.escaped(labels.values().getOrDefault(ALERT_NAME, "").strip())
                : "";
        if (name.isEmpty()) {
            return rule.definition().name();
        }
        return name.codePointCount(0, name.length()) <= MAX_NAME_LENGTH
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MAX_NAME_LENGTH));
    }
}
