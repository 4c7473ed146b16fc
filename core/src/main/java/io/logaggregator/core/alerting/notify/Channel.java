package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Glob;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;

/** A notification channel. */
public record Channel(UUID id, AlertRule.Origin origin, Instant updatedAt, Definition definition) {

    /**
     * Whether a transition is to be notified. The highest severity so far decides, so that de-escalation and resolution
     * are notified too.
     */
    public boolean accepts(String ruleName, Labels labels, AlertTransition transition) {
        return definition.enabled
                && transition.highest().compareTo(definition.minSeverity) >= 0
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
    public record Definition(String name, boolean enabled, Target target, Severity minSeverity, Glob rule, Glob host) {}

    /** Destination of a channel. */
    public sealed interface Target {

        /**
         * An HTTP POST of JSON.
         *
         * @param url http or https
         * @param secret key that signs each request; empty: requests are not signed
         */
        record Webhook(URI url, String secret) implements Target {

            /** Leaves out the secret, and the parts of the URL that may contain one. */
            @Override
            public String toString() {
                return "Webhook[" + url.getScheme() + "://" + url.getHost() + "]";
            }
        }
    }
}
