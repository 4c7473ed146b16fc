package io.logaggregator.core.alerting.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.kinds.Forecast.Direction;
import io.logaggregator.core.alerting.rule.Matchers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int WEEK = 7 * 24;

    private final Forecast full = forecast(1, Direction.RISING);

    @Test
    void steadyRise_isReachedWhenTheLineIs() {
        assertThat(hours(full, hour -> 0.6 + 0.001 * hour)).isCloseTo((0.4 - 0.001 * WEEK) / 0.001, within(1e-6));
    }

    @Test
    void steadyFall_isReachedWhenTheLineIs() {
        Forecast empty = forecast(10, Direction.FALLING);

        assertThat(hours(empty, hour -> 20 - 0.05 * hour)).isCloseTo((10 - 0.05 * WEEK) / 0.05, within(1e-6));
        assertThat(hours(forecast(0, Direction.FALLING), hour -> 500 - hour)).isCloseTo(500 - WEEK, within(1e-6));
    }

    @Test
    void dailyCycle_followsThePeaks() {
        // peaks at one hour of each day, which rise by 0.01 a day, far less than the cycle
        IntToDoubleFunction cycle = hour -> 0.7 + 0.2 * Math.sin(hour * Math.PI / 12) + 0.01 * Math.floor(hour / 24.0);

        assertThat(hours(full, cycle)).isNaN(); // the last day itself does not rise
    }

    @Test
    void limitReached_isZero() {
        assertThat(hours(full, hour -> 0.9 + 0.001 * hour)).isZero();
        assertThat(hours(full, hour -> 1.0)).isZero();
    }

    @Test
    void undefined_withoutTrend() {
        Random random = new Random(5);
        assertThat(hours(full, hour -> 0.99)).as("static at 99 %").isNaN();
        assertThat(hours(full, hour -> 0.9 - 0.001 * hour)).as("falls").isNaN();
        assertThat(hours(full, hour -> 0.7 + 0.05 * random.nextDouble()))
                .as("noise")
                .isNaN();
    }

    @Test
    void undefined_belowHalfOfTheLimit() {
        assertThat(hours(full, hour -> 0.3 + 0.001 * hour)).isNaN();
        assertThat(hours(forecast(10, Direction.FALLING), hour -> 40 - 0.05 * hour))
                .isNaN();
    }

    @Test
    void undefined_withoutThreeDays() {
        List<Point> stored = points(hour -> 0.6 + 0.001 * hour);

        assertThat(full.value(end(), stored.subList(WEEK - 48, WEEK))).isNaN();
        assertThat(full.value(end(), stored.subList(WEEK - 49, WEEK))).isFinite();
        assertThat(full.value(end(), List.of())).isNaN();
        assertThat(full.value(end(), stored.subList(0, WEEK - 24)))
                .as("no data of the last day")
                .isNaN();
    }

    @Test
    void freedSpace_restartsTheTrend() {
        assertThat(hours(full, hour -> hour < WEEK - 60 ? 0.5 + 0.003 * hour : 0.6 + 0.002 * (hour - (WEEK - 60))))
                .as("freed 60 hours ago: three days are not complete")
                .isNaN();
        double freedEarlier =
                hours(full, hour -> hour < WEEK - 90 ? 0.6 + 0.003 * hour : 0.6 + 0.002 * (hour - (WEEK - 90)));
        assertThat(freedEarlier).isCloseTo((0.4 - 0.002 * 90) / 0.002, within(1e-6));
    }

    @Test
    void values_areThoseOfEachTime() {
        List<Point> stored = points(hour -> 0.6 + 0.001 * hour);
        ScheduledQuery query =
                new ScheduledQuery(full, Matchers.ALL, List.of(), end().minus(Duration.ofHours(5)), end());

        assertThat(full.values(query, end(), stored))
                .hasSize(6)
                .allSatisfy(point -> assertThat(point.value()).isEqualTo(full.value(point.at(), stored)));
    }

    /** A quarter of wild points does not move the line; the slope is the median over all pairs. */
    @RepeatedTest(20)
    void trend_isTheMedianOfPairs() {
        Random random = new Random();
        List<Point> points = new ArrayList<>();
        for (int hour = 0; hour < 20; hour++) {
            double wild = random.nextInt(6) == 0 ? random.nextDouble(-1e6, 1e6) : 0;
            points.add(new Point(NOON.plus(Duration.ofHours(hour)), 3 * hour + random.nextDouble(0.1) + wild));
        }
        double[] slopes = IntStream.range(0, 20)
                .boxed()
                .flatMap(i -> IntStream.range(i + 1, 20)
                        .mapToObj(j -> (points.get(j).value() - points.get(i).value()) / (j - i)))
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();

        Trend trend = Trend.of(points);

        assertThat(trend.slope()).isCloseTo((slopes[94] + slopes[95]) / 2, within(1e-9));
        assertThat(Arrays.stream(slopes)
                        .filter(slope -> Math.abs(slope - trend.slope()) <= trend.spread() + 1e-9)
                        .count())
                .isBetween(95L, 100L);
    }

    private static Forecast forecast(double limit, Direction direction) {
        return new Forecast("disk", limit, direction, Duration.ofHours(1), Duration.ZERO);
    }

    private static double hours(Forecast forecast, IntToDoubleFunction value) {
        return forecast.value(end(), points(value));
    }

    /** A peak at the end of each hour of a week, the last at {@link #end}. */
    private static List<Point> points(IntToDoubleFunction value) {
        return IntStream.rangeClosed(1, WEEK)
                .mapToObj(hour -> new Point(NOON.plus(Duration.ofHours(hour)), value.applyAsDouble(hour)))
                .toList();
    }

    private static Instant end() {
        return NOON.plus(Duration.ofHours(WEEK));
    }
}
