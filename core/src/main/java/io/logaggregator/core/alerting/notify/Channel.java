package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Glob;
import java.net.URI;
import java.time.Instant;
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

    /** Where a channel leads. */
    public sealed interface Target {

        /**
         * An HTTP POST of JSON.
         *
         * @param url http or https
         * @param secret with which each call is signed; empty: calls are not signed
         */
        record Webhook(URI url, String secret) implements Target {

            /** Without the secret, and without what a URL may hold of one. */
            @Override
            public String toString() {
                return "Webhook[" + url.getScheme() + "://" + url.getHost() + "]";
            }
        }
    }
}
