package io.logaggregator.core.alerting.rule;

/** On which side of a threshold the trouble is. */
public enum Comparison {
    ABOVE,
    BELOW;

    /** Whether a value is on the troubled side of a threshold; the threshold itself is not. */
    public boolean exceeds(double value, double threshold) {
        return this == ABOVE ? value > threshold : value < threshold;
    }
}
