package io.logaggregator.core.alerting.alert;

import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An alert, as read from the store. A rule has at most one unresolved alert per label set.
 *
 * @param ruleName name of the rule when the alert was opened
 * @param severity current severity; of a resolved alert the last one
 * @param occurrences samples or events beyond the lowest threshold while the alert was open
 * @param lastAt time of the last evaluation
 * @param value last evaluated value
 * @param peak most extreme value
 * @param threshold threshold of the severity
 * @param external of an alert that another system evaluates, the parts it sent; value, peak and threshold then have no meaning
 */
public record Alert(
        UUID id,
        UUID ruleId,
        String ruleName,
        UUID fingerprint,
        Labels labels,
        Severity severity,
        Severity highest,
        AlertStatus status,
        Instant openedAt,
        Optional<Instant> acknowledgedAt,
        Optional<Instant> resolvedAt,
        Instant lastAt,
        double value,
        double peak,
        double threshold,
        long occurrences,
        Optional<External> external) {

    /**
     * The newest parts of an alert that another system sent.
     *
     * @param annotations texts for people
     * @param generatorUrl where the sender shows the condition; empty if it did not say
     * @param endsAt time when the alert ends, unless it is sent again before
     */
    public record External(SortedMap<String, String> annotations, String generatorUrl, Instant endsAt) {

        public External {
            annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
        }
    }
}
