package io.logaggregator.core.alerting.rule;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One threshold per severity in use, more extreme with each higher severity.
 *
 * @param bySeverity in the unit of the condition: that of the metric, events, or seconds without data. At least one
 */
public record SeverityThresholds(Comparison comparison, SortedMap<Severity, Double> bySeverity) {

    public SeverityThresholds {
        require(!bySeverity.isEmpty(), "severities", "none", "at least one, for example {\"HIGH\": 0.9}");
        Map.Entry<Severity, Double> lower = null;
        for (Map.Entry<Severity, Double> step : bySeverity.entrySet()) {
            String field = "severities." + step.getKey();
            require(Double.isFinite(step.getValue()), field, step.getValue(), "a finite number");
            if (lower != null) {
                require(
                        comparison.exceeds(step.getValue(), lower.getValue()),
                        field,
                        step.getValue(),
                        (comparison == Comparison.ABOVE ? "above " : "below ") + lower.getValue() + ", that of "
                                + lower.getKey());
            }
            lower = step;
        }
        bySeverity = Collections.unmodifiableSortedMap(new TreeMap<>(bySeverity));
    }

    public SeverityThresholds(Comparison comparison, Map<Severity, Double> bySeverity) {
        this(comparison, new TreeMap<>(bySeverity));
    }

    /**
     * The threshold of a severity. One that is not in use, because an edit removed it while an alert had it, has the
     * threshold of the next higher severity in use, or else of the highest.
     */
    public double threshold(Severity severity) {
        SortedMap<Severity, Double> notLower = bySeverity.tailMap(severity);
        return notLower.isEmpty() ? highest() : notLower.sequencedValues().getFirst();
    }

    /** Whether a severity is higher than all in use, so that no value reaches it. */
    public boolean isAboveAll(Severity severity) {
        return severity.compareTo(bySeverity.lastKey()) > 0;
    }

    /** The threshold of the lowest severity. */
    public double lowest() {
        return bySeverity.sequencedValues().getFirst();
    }

    /** Whether a value exceeds the lowest threshold. */
    public boolean isExceededBy(double value) {
        return comparison.exceeds(value, lowest());
    }

    /** Whether a value exceeds the threshold of a severity in use. */
    public boolean isExceededBy(double value, Severity severity) {
        return comparison.exceeds(value, threshold(severity));
    }

    /** The threshold of the highest severity. */
    public double highest() {
        return bySeverity.sequencedValues().getLast();
    }

    /** The next lower severity in use; empty below the lowest. */
    public Optional<Severity> below(Severity severity) {
        SortedMap<Severity, Double> lower = bySeverity.headMap(severity);
        return lower.isEmpty() ? Optional.empty() : Optional.of(lower.lastKey());
    }

    /** The highest severity whose threshold a value exceeds; empty if it exceeds none. */
    public Optional<Severity> highestExceededBy(double value) {
        return bySeverity.keySet().stream()
                .filter(severity -> isExceededBy(value, severity))
                .reduce((lower, higher) -> higher);
    }
}
