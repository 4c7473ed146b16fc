package io.logaggregator.core.observation;

/**
 * A known metric with its numbers of hosts and series.
 *
 * @param kind {@code CUMULATIVE} or {@code DELTA} if any series counts
 */
public record MetricName(String name, MetricSample.Kind kind, long hosts, long series) {}
