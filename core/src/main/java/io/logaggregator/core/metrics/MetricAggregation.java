package io.logaggregator.core.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A query for a function over a metric.
 *
 * @param samples metric, hosts, time range and step
 * @param groupBy {@code host} and names of attributes; series with the same values of these become one. Empty for each series by
 *     itself
 */
public record MetricAggregation(MetricQuery samples, MetricFunction function, Optional<List<String>> groupBy) {

    /** Samples this long before the range are read too, since an increase is that from the sample before. */
    public static final Duration LOOK_BACK = Duration.ofMinutes(5);

    public MetricAggregation {
        groupBy = groupBy.map(List::copyOf);
    }
}
