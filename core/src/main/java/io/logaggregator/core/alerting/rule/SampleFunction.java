package io.logaggregator.core.alerting.rule;

/** Function over consecutive samples of a series, as in a query of series. */
public enum SampleFunction {
    /** The sample itself. */
    VALUE,
    /** Increase per second since the sample before. */
    RATE,
    /** Increase since the sample before. A fall of a counter is a restart: it counts from 0. */
    INCREASE
}
