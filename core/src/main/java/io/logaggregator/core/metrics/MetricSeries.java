package io.logaggregator.core.metrics;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * A series of a metric, aggregated to points.
 *
 * @param points in time order, without empty ones
 */
public record MetricSeries(String host, String metric, SortedMap<String, String> attributes, List<Point> points) {

    public MetricSeries {
        points = List.copyOf(points);
    }

    /** The samples of one step. */
    public record Point(Instant start, double min, double average, double max, long count) {}
}
