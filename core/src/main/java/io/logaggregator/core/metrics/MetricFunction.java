package io.logaggregator.core.metrics;

/** Function over the samples of a step. */
public enum MetricFunction {
    /**
     * Increase per second, summed over the series of a group. A fall of a counter is a restart: it counts from 0. A delta
     * counts as it is.
     */
    RATE,
    /** Increase, summed over the series of a group. */
    INCREASE,
    AVG,
    MIN,
    MAX,
    /** The averages of the series of a group, summed. */
    SUM,
    P50,
    P95,
    P99
}
