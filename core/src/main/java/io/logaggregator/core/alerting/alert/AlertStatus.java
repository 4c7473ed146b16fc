package io.logaggregator.core.alerting.alert;

/** Status of an alert, in the order in which it can change. */
public enum AlertStatus {
    OPEN,
    ACKNOWLEDGED,
    RESOLVED;

    /** Whether a user can change an alert from this status to another. */
    public boolean canBecome(AlertStatus next) {
        return next.compareTo(this) > 0;
    }
}
