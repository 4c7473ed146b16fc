package io.logaggregator.core.alerting.rule;

/** Side of a threshold on which values exceed it. */
public enum Comparison {
    ABOVE,
    BELOW;

    /** Whether a value is strictly beyond a threshold. */
    public boolean exceeds(double value, double threshold) {
        return this == ABOVE ? value > threshold : value < threshold;
    }
}
