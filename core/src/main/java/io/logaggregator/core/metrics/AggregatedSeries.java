package io.logaggregator.core.metrics;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * The value of a function for one series, or one group of them, per step.
 *
 * @param host empty if series of several hosts are grouped
 * @param points in time order; a step without samples has none
 */
public record AggregatedSeries(String host, SortedMap<String, String> attributes, List<Point> points) {

    public AggregatedSeries {
        points = List.copyOf(points);
    }

    /** The value of one step. */
    public record Point(Instant start, double value) {}
}
