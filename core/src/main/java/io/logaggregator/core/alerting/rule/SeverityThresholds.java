package io.logaggregator.core.alerting.rule;

import static io.logaggregator.core.alerting.rule.InvalidRuleException.require;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From which value on a problem is how severe: one threshold for each severity that is in use, further out the more
 * severe.
 *
 * @param thresholds in the unit of what is judged: that of the metric; events; seconds of silence. At least one
 */
public record SeverityThresholds(Comparison comparison, SortedMap<Severity, Double> thresholds) {

    public SeverityThresholds {
        require(!thresholds.isEmpty(), "severities", "none", "at least one, for example {\"HIGH\": 0.9}");
        Map.Entry<Severity, Double> lower = null;
        for (Map.Entry<Severity, Double> step : thresholds.entrySet()) {
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
        thresholds = Collections.unmodifiableSortedMap(new TreeMap<>(thresholds));
    }

    public SeverityThresholds(Comparison comparison, Map<Severity, Double> thresholds) {
        this(comparison, new TreeMap<>(thresholds));
    }

    /** The threshold of a step of this ladder. */
    public double threshold(Severity step) {
        Double threshold = thresholds.get(step);
        if (threshold == null) {
            throw new IllegalArgumentException("step: " + step + " (expected: one of " + thresholds.keySet() + ")");
        }
        return threshold;
    }

    /** The threshold where trouble begins. */
    public double lowest() {
        return threshold(thresholds.firstKey());
    }

    /** Whether a value is trouble at all. */
    public boolean isExceededBy(double value) {
        return comparison.exceeds(value, lowest());
    }

    /** Whether a value is beyond the threshold of a step of this ladder. */
    public boolean isExceededBy(double value, Severity step) {
        return comparison.exceeds(value, threshold(step));
    }

    /** The threshold of the most severe step. */
    public double highest() {
        return threshold(thresholds.lastKey());
    }

    /** The next less severe step; empty below the lowest. */
    public Optional<Severity> below(Severity severity) {
        SortedMap<Severity, Double> lower = thresholds.headMap(severity);
        return lower.isEmpty() ? Optional.empty() : Optional.of(lower.lastKey());
    }

    /** The step that comes nearest to a severity which need not be one of this ladder: at it, below it, or the lowest. */
    public Severity nearest(Severity severity) {
        return thresholds.containsKey(severity) ? severity : below(severity).orElse(thresholds.firstKey());
    }
}
