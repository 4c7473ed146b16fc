package io.logaggregator.core.hosts;

/** Numbers of hosts by state. Hosts with alerts are up or without data, too. */
public record HostCounts(long total, long up, long noData, long withAlerts) {}
