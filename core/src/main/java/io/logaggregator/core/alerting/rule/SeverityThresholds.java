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
 * @param bySeverity in the unit of the condition: that of the metric, events, or seconds of silence. At least one
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

    /** The threshold of a severity in use. */
    public double threshold(Severity severity) {
        Double threshold = bySeverity.get(severity);
        if (threshold == null) {
            throw new IllegalArgumentException(
                    "severity: " + severity + " (expected: one of " + bySeverity.keySet() + ")");
        }
        return threshold;
    }

    /** The threshold of the lowest severity. */
    public double lowest() {
        return threshold(bySeverity.firstKey());
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
        return threshold(bySeverity.lastKey());
    }

    /** The next lower severity in use; empty below the lowest. */
    public Optional<Severity> below(Severity severity) {
        SortedMap<Severity, Double> lower = bySeverity.headMap(severity);
        return lower.isEmpty() ? Optional.empty() : Optional.of(lower.lastKey());
    }

    /** The severity in use that is nearest to a given one: itself, else the next lower one, else the lowest. */
    public Severity nearest(Severity severity) {
        return bySeverity.containsKey(severity) ? severity : below(severity).orElse(bySeverity.firstKey());
    }
}
