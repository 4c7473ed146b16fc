package io.logaggregator.core.metrics;

import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.observation.MetricName;
import java.util.List;

/** Queries metrics. Each method throws {@link QueryTimeoutException} when the query takes too long. */
public interface MetricSearch {

    /** The known metrics, by name; at most 5,000. */
    List<MetricName> names();

    /** The series of a metric with samples in the time range, by host and attributes. */
    List<MetricSeries> series(MetricQuery query);

    /** The values of a function over the series of a metric, by host and attributes of series or groups. */
    List<AggregatedSeries> aggregate(MetricAggregation query);
}
