package io.logaggregator.core.observation;

/** A metric that is known, and in how many series of how many hosts it is kept. */
public record MetricName(String name, long hosts, long series) {}
