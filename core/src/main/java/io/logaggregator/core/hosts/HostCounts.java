package io.logaggregator.core.hosts;

import java.util.List;

/**
 * Numbers of hosts by state. Hosts with alerts are up or without data, too.
 *
 * @param environments the largest ones, at most {@value #MAX_ENVIRONMENTS}
 */
public record HostCounts(long total, long up, long noData, long withAlerts, List<OfEnvironment> environments) {

    /** Bounds the number of environments. */
    public static final int MAX_ENVIRONMENTS = 100;

    public HostCounts {
        environments = List.copyOf(environments);
    }

    /** Number of hosts in an environment; the empty text stands for none. */
    public record OfEnvironment(String environment, long total) {}
}
