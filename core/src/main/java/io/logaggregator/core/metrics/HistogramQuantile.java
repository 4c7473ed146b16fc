package io.logaggregator.core.metrics;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * Estimates a quantile from the buckets of a histogram as Prometheus does: values are spread evenly within a bucket, and the
 * lowest bucket begins at 0.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile">histogram_quantile</a>
 */
public final class HistogramQuantile {

    private HistogramQuantile() {}

    /**
     * Returns the quantile; empty without observations, or without the bucket of infinity.
     *
     * @param quantile 0..1
     * @param counts observations in each bucket, by its upper bound
     */
    public static OptionalDouble of(double quantile, SortedMap<Double, Double> counts) {
        double total = counts.values().stream().mapToDouble(Double::doubleValue).sum();
        if (!(total > 0) || counts.size() < 2 || counts.lastKey() != Double.POSITIVE_INFINITY) {
            return OptionalDouble.empty();
        }
        double rank = quantile * total;
        double below = 0;
        double lower = Double.NaN;
        for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
            double upper = bucket.getKey();
            double count = bucket.getValue();
            if (count > 0 && below + count >= rank || upper == Double.POSITIVE_INFINITY) {
                return OptionalDouble.of(within(lower, upper, count, rank - below));
            }
            below += count;
            lower = upper;
        }
        return OptionalDouble.empty();
    }

    /** @param lower not a number for the lowest bucket */
    private static double within(double lower, double upper, double count, double rank) {
        if (upper == Double.POSITIVE_INFINITY) {
            return lower;
        }
        if (Double.isNaN(lower)) {
            return upper <= 0 ? upper : upper * (rank / count);
        }
        return lower + (upper - lower) * (rank / count);
    }
}
