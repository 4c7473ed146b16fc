package io.logaggregator.core.metrics;

import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.observation.MetricName;
import java.util.List;

/** Reads metrics. Each method throws {@link QueryTimeoutException} when the question takes too long. */
public interface MetricSearch {

    /** The metrics known, by name. */
    List<MetricName> names();

    /** The series of a metric that have samples in the time asked for, by host and attributes. */
    List<MetricSeries> series(MetricQuery query);
}
