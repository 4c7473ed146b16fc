package io.logaggregator.core.alerting.rule;

/** Severity of an alert, in ascending order. Logs have a level instead. */
public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
