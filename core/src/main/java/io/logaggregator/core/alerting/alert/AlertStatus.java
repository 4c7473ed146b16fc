package io.logaggregator.core.alerting.alert;

/** Where an alert stands in its life: open, known to somebody, over. */
public enum AlertStatus {
    OPEN,
    ACKNOWLEDGED,
    RESOLVED;

    /** Whether a person can take an alert from this status to the other. */
    public boolean canBecome(AlertStatus next) {
        return next.compareTo(this) > 0;
    }
}
