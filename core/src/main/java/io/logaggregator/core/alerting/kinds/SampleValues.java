package io.logaggregator.core.alerting.kinds;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values of a {@link SampleFunction}. The sample before is the newest one with an earlier time, among those that arrived
 * earlier. It is at most the maximum gap of the rule older. So a value depends on the order of arrival, not on the
 * batches, and a late sample is never taken for a restart of the counter. Pure.
 */
public final class SampleValues {

    private SampleValues() {}

    /**
     * The value at a sample; not a number if it is undefined.
     *
     * @param before the sample before; null if there is none
     */
    public static double of(SampleFunction function, Kind kind, @Nullable Point before, Point sample) {
        return switch (function) {
            case VALUE -> sample.value();
            case INCREASE -> increase(kind, before, sample);
            case RATE -> before == null ? Double.NaN : increase(kind, before, sample) / seconds(before, sample);
        };
    }

    private static double increase(Kind kind, @Nullable Point before, Point sample) {
        if (kind == Kind.DELTA) {
            return sample.value();
        }
        if (before == null) {
            return Double.NaN;
        }
        return sample.value() < before.value() ? sample.value() : sample.value() - before.value();
    }

    private static double seconds(Point before, Point sample) {
        return Duration.between(before.at(), sample.at()).toNanos() / 1e9;
    }

    /** Whether a sample is near enough to another to be the one before it. */
    public static boolean isBefore(Point before, Point sample, Duration maxGap) {
        return before.at().isBefore(sample.at())
                && !before.at().isBefore(sample.at().minus(maxGap));
    }

    /**
     * The values at the samples of a batch.
     *
     * @param samples in the order of arrival
     * @param stored for each sample, the one before it among those of earlier batches
     */
    public static List<Point> of(OfSamples condition, Kind kind, List<Point> samples, List<Optional<Point>> stored) {
        TreeMap<Instant, Double> arrived = new TreeMap<>();
        List<Point> values = new ArrayList<>(samples.size());
        for (int index = 0; index < samples.size(); index++) {
            Point sample = samples.get(index);
            Point before = newest(arrived.lowerEntry(sample.at()), stored.get(index));
            boolean usable = before != null && isBefore(before, sample, condition.maxGap());
            values.add(new Point(sample.at(), of(condition.fn(), kind, usable ? before : null, sample)));
            arrived.merge(sample.at(), sample.value(), Math::max);
        }
        return values;
    }

    private static @Nullable Point newest(Map.@Nullable Entry<Instant, Double> arrived, Optional<Point> stored) {
        if (arrived == null) {
            return stored.orElse(null);
        }
        Point inBatch = new Point(arrived.getKey(), arrived.getValue());
        return stored.filter(point -> isNewer(point, inBatch)).orElse(inBatch);
    }

    /** Of samples of the same time, the order of arrival is not stored. */
    private static boolean isNewer(Point point, Point than) {
        return point.at().isAfter(than.at()) || point.at().equals(than.at()) && point.value() > than.value();
    }
}
