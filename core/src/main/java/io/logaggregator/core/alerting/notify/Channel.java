package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.common.Glob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A notification channel. */
public record Channel(UUID id, AlertRule.Origin origin, Instant updatedAt, Definition definition) {

    /**
     * Whether an opening or an escalation is to be notified. {@link AlertRouting} sends the later transitions of the alert
     * to the same channels.
     */
    public boolean accepts(String ruleName, Labels labels, AlertTransition transition) {
        return accepts(ruleName, labels, transition.highest());
    }

    /** Whether an opening or an escalation of an alert with this highest severity is to be notified. */
    public boolean accepts(String ruleName, Labels labels, Severity highest) {
        return definition.enabled
                && highest.compareTo(definition.minSeverity) >= 0
                && definition.rule.matches(ruleName)
                && definition.host.matches(labels.host());
    }

    /**
     * Definition of a channel.
     *
     * @param name unique among channels
     * @param minSeverity minimum severity of notified alerts
     * @param rule pattern of rule names
     * @param host pattern of host names; an alert without a single host has the empty name, which {@code *} matches
     */
    public record Definition(
            String name,
            boolean enabled,
            Target target,
            Severity minSeverity,
            Glob rule,
            Glob host,
            ChannelIntervals intervals,
            Timing timing) {}

    /**
     * Groups, delay and repetition of the notifications of a channel.
     *
     * @param groupBy labels, or {@link #RULE}: alerts with equal values are sent together; none: each alert by itself
     * @param groupInterval minimum time between two notifications of a group
     * @param notifyAfter if present, alerts are sent that have been open and unacknowledged for this long
     * @param repeatInterval if present, open and unacknowledged alerts are sent again after this time
     */
    public record Timing(
            List<String> groupBy,
            Duration groupInterval,
            Optional<Duration> notifyAfter,
            Optional<Duration> repeatInterval) {

        /** Stands for the rule among the labels of {@code groupBy}. */
        public static final String RULE = "rule";

        public static final Duration DEFAULT_GROUP_INTERVAL = Duration.ofMinutes(1);

        public static final Timing NONE =
                new Timing(List.of(), DEFAULT_GROUP_INTERVAL, Optional.empty(), Optional.empty());

        public Timing {
            groupBy = List.copyOf(groupBy);
        }
    }

    /**
     * The receiver of a channel's notifications.
     *
     * @param kind the name of a {@link ChannelKind}
     * @param settings by name, as shown: of a URL that may contain a secret, scheme and host
     * @param secrets by name, URLs that may contain a secret included; empty text for none
     */
    public record Target(String kind, Map<String, String> settings, Map<String, String> secrets) {
        public Target {
            settings = Map.copyOf(settings);
            secrets = Map.copyOf(secrets);
        }

        public String setting(String name) {
            return settings.getOrDefault(name, "");
        }

        public String secret(String name) {
            return secrets.getOrDefault(name, "");
        }

        /** The kind alone, without secrets. */
        @Override
        public String toString() {
            return "Target[" + kind + "]";
        }
    }
}
