package io.logaggregator.core.alerting.kinds;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.kinds.Forecast.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Line through points by the Theil–Sen estimator: the slope is the median of the slopes of all pairs, which a quarter of
 * wild points does not move. Quadratic in the points, of which there are at most some dozens.
 *
 * @param origin time of the newest point
 * @param value of the line at that time
 * @param slope per hour
 * @param spread median distance of the slopes of pairs from the slope
 * @see <a href="https://en.wikipedia.org/wiki/Theil%E2%80%93Sen_estimator">Theil–Sen estimator</a>
 */
record Trend(Instant origin, double value, double slope, double spread) {

    private static final double HOUR_NANOS = 3_600e9;

    /** Share of the limit by which values return when space is freed. */
    private static final double RETURN = 0.05;

    /** @param points two or more, in order of different times */
    static Trend of(List<Point> points) {
        Instant origin = points.getLast().at();
        int count = points.size();
        double[] slopes = new double[count * (count - 1) / 2];
        int next = 0;
        for (int later = 1; later < count; later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                slopes[next++] = (points.get(later).value()
                                - points.get(earlier).value())
                        / hours(points.get(earlier).at(), points.get(later).at());
            }
        }
        double slope = median(slopes);
        double spread =
                median(Arrays.stream(slopes).map(one -> Math.abs(one - slope)).toArray());
        double value = median(points.stream()
                .mapToDouble(point -> point.value() + slope * hours(point.at(), origin))
                .toArray());
        return new Trend(origin, value, slope, spread);
    }

    /** Hours from a time until the line reaches a limit, at least 0; not a number without a clear slope to it. */
    double hoursUntil(double limit, Direction direction, Instant at) {
        double towards = direction == Direction.RISING ? slope : -slope;
        if (towards <= spread || towards == 0) {
            return Double.NaN;
        }
        return Math.max(0, (limit - value) / slope - hours(origin, at));
    }

    /**
     * The extreme point of each step that ends at {@code to} or a multiple of steps before.
     *
     * @param points in order
     * @param from exclusive
     * @param to inclusive
     */
    static List<Point> extremes(List<Point> points, Instant from, Instant to, Duration step, Direction direction) {
        List<Point> extremes = new ArrayList<>();
        long last = -1;
        for (Point point : points) {
            if (!point.at().isAfter(from) || point.at().isAfter(to)) {
                continue;
            }
            long number = Duration.between(point.at(), to).dividedBy(step);
            if (number != last) {
                extremes.add(point);
                last = number;
            } else if (isBeyond(point.value(), extremes.getLast().value(), direction)) {
                extremes.set(extremes.size() - 1, point);
            }
        }
        return extremes;
    }

    /** The points since the last return from the limit, as when space is freed. */
    static List<Point> sinceLastReturn(List<Point> points, double limit, Direction direction) {
        double scale = limit != 0
                ? Math.abs(limit)
                : points.stream()
                        .mapToDouble(point -> Math.abs(point.value()))
                        .max()
                        .orElse(0);
        int begin = 0;
        for (int index = 1; index < points.size(); index++) {
            double change = points.get(index).value() - points.get(index - 1).value();
            if ((direction == Direction.RISING ? -change : change) > RETURN * scale) {
                begin = index;
            }
        }
        return points.subList(begin, points.size());
    }

    private static boolean isBeyond(double value, double other, Direction direction) {
        return direction == Direction.RISING ? value > other : value < other;
    }

    private static double hours(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / HOUR_NANOS;
    }

    /** Sorts the values. */
    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
