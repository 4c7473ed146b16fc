package io.logaggregator.wire.metrics;

import io.logaggregator.wire.json.InvalidElementException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The buckets of an exponential histogram, as OpenTelemetry and Prometheus define them: bucket {@code i} holds the values
 * above base<sup>i</sup>, up to base<sup>i + 1</sup>, where base is 2<sup>2^-scale</sup>.
 *
 * <p>They become buckets with bounds of a fixed grid of at most four per power of two, so that a series has a constant bound
 * and there are few. A percentile then has an error of at most 9 %.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram">OpenTelemetry</a>
 */
public final class ExponentialBuckets {

    /** Buckets of a point as it is sent. */
    private static final int MAX_SENT = 2_000;

    /** Buckets of a point as it is stored; a wider range has a coarser grid. */
    private static final int MAX_STORED = 160;

    /** Powers of two beyond it are no doubles. */
    private static final int MAX_EXPONENT = 1_100;

    private static final int MAX_SCALE = 2;
    private static final int MIN_SCALE = -11;

    private final TreeMap<Long, Double> positive = new TreeMap<>();
    private final TreeMap<Long, Double> negative = new TreeMap<>();
    private int scale;
    private double zeros;
    private double zeroThreshold;

    /** Adds the count of a bucket. */
    @FunctionalInterface
    public interface Adder {
        void add(long index, double count);
    }

    /** Sets the scale, of which a point has one. */
    public void setScale(long sent) {
        scale = Math.clamp(sent, MIN_SCALE, Long.SIZE);
    }

    public void setZeros(double count) {
        zeros = count;
    }

    public void setZeroThreshold(double threshold) {
        zeroThreshold = threshold;
    }

    /** Adds the count of a bucket of positive values. */
    public void addPositive(long index, double count) {
        add(positive, index, count);
    }

    /** Adds the count of a bucket of negative values. */
    public void addNegative(long index, double count) {
        add(negative, index, count);
    }

    private static void add(TreeMap<Long, Double> buckets, long index, double count) {
        requireFew(buckets.size() + 1);
        buckets.merge(Math.clamp(index, (long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE), count, Double::sum);
    }

    /**
     * The number of values up to each bound, without that of all.
     *
     * @return empty without buckets
     */
    public SortedMap<Double, Double> bounds() {
        int grid = Math.min(scale, MAX_SCALE);
        while (grid > MIN_SCALE && width(positive, grid) + width(negative, grid) > MAX_STORED) {
            grid--;
        }
        SortedMap<Double, Double> bounds = new TreeMap<>();
        double below = 0;
        TreeMap<Long, Double> mirrored = merged(negative, grid);
        if (!mirrored.isEmpty()) {
            for (long index = mirrored.lastKey(); index >= mirrored.firstKey(); index--) {
                below += mirrored.getOrDefault(index, 0.0);
                put(bounds, -bound(index, grid), below);
            }
        }
        below += zeros;
        if (zeros > 0 || !mirrored.isEmpty()) {
            put(bounds, Math.max(0, zeroThreshold), below);
        }
        TreeMap<Long, Double> counts = merged(positive, grid);
        if (!counts.isEmpty()) {
            put(bounds, bound(counts.firstKey(), grid), below);
            for (long index = counts.firstKey(); index <= counts.lastKey(); index++) {
                below += counts.getOrDefault(index, 0.0);
                put(bounds, bound(index + 1, grid), below);
            }
        }
        return bounds;
    }

    /** Rejects a point with too many buckets. */
    public static void requireFew(int sent) {
        if (sent > MAX_SENT) {
            throw InvalidElementException.tooLarge("data point with more than " + MAX_SENT + " buckets");
        }
    }

    private static void put(SortedMap<Double, Double> bounds, double bound, double count) {
        if (Double.isFinite(bound)) {
            bounds.merge(bound, count, Math::max);
        }
    }

    private long width(TreeMap<Long, Double> buckets, int grid) {
        return buckets.isEmpty() ? 0 : index(buckets.lastKey(), grid) - index(buckets.firstKey(), grid) + 1;
    }

    private TreeMap<Long, Double> merged(TreeMap<Long, Double> buckets, int grid) {
        TreeMap<Long, Double> merged = new TreeMap<>();
        buckets.forEach((index, count) -> merged.merge(index(index, grid), count, Double::sum));
        return merged;
    }

    /** The index of the bucket of a coarser grid that contains a bucket. */
    private long index(long index, int grid) {
        long limit = Math.max(1, (long) (MAX_EXPONENT * Math.pow(2, grid)));
        return Math.clamp(index >> Math.min(scale - grid, Long.SIZE - 1), -limit, limit);
    }

    private static double bound(long index, int grid) {
        return Math.pow(2, index * Math.pow(2, -grid));
    }
}
