package io.logaggregator.core.observation;

/** A known metric with its numbers of hosts and series. */
public record MetricName(String name, long hosts, long series) {}
