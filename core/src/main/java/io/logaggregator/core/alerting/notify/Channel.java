package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Glob;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** A way out to people: where the transitions of alerts are told. */
public record Channel(UUID id, AlertRule.Origin origin, Instant updatedAt, Definition definition) {

    /** Whether it is to be told of a transition. An alert that once was severe enough is told to its end. */
    public boolean wants(String ruleName, Labels labels, AlertTransition transition) {
        return definition.enabled
                && transition.highest().compareTo(definition.minSeverity) >= 0
                && definition.rule.matches(ruleName)
                && definition.host.matches(labels.host());
    }

    /**
     * A channel as people write it.
     *
     * @param name unique among channels
     * @param minSeverity alerts that never were so severe are not told
     * @param rule the names of the rules whose alerts are told
     * @param host the hosts whose alerts are told; an alert about no single host has the empty name, which {@code *}
     *     matches too
     */
    public record Definition(String name, boolean enabled, Target target, Severity minSeverity, Glob rule, Glob host) {}

    /**
     * The receiver of a channel's notifications.
     *
     * @param kind the name of a {@link ChannelKind}
     * @param settings by name, without the secret ones
     * @param secrets by name; empty text for none
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

        /** The kind alone: settings such as a URL may hold a secret. */
        @Override
        public String toString() {
            return "Target[" + kind + "]";
        }
    }
}
