package io.logaggregator.core.alerting.rule;

/** How bad a problem is, from the least to the worst. Alerts have a severity, logs have a level. */
public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
