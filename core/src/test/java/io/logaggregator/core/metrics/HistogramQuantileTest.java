package io.logaggregator.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistogramQuantileTest {

    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Test
    void quantile_isInterpolatedWithinBucket() {
        Map<Double, Double> counts = Map.of(0.1, 50.0, 0.5, 40.0, 1.0, 10.0, INFINITY, 0.0);

        assertQuantile(0.5, counts, 0.1);
        assertQuantile(0.25, counts, 0.05);
        assertQuantile(0.7, counts, 0.3);
        assertQuantile(0.95, counts, 0.75);
        assertQuantile(1, counts, 1);
    }

    @Test
    void quantileBeyondHighestBound_isThatBound() {
        assertQuantile(0.99, Map.of(1.0, 5.0, 2.0, 0.0, INFINITY, 5.0), 2);
    }

    @Test
    void quantileOfNegativeBucket_isItsBound() {
        assertQuantile(0.1, Map.of(-1.0, 5.0, 2.0, 5.0, INFINITY, 0.0), -1);
        assertQuantile(0.75, Map.of(-1.0, 5.0, 2.0, 5.0, INFINITY, 0.0), 0.5);
    }

    @Test
    void quantile_isEmpty_withoutObservationsOrInfinity() {
        assertThat(HistogramQuantile.of(0.5, new TreeMap<>(Map.of(1.0, 0.0, INFINITY, 0.0))))
                .isEmpty();
        assertThat(HistogramQuantile.of(0.5, new TreeMap<>(Map.of(1.0, 3.0, 2.0, 3.0))))
                .isEmpty();
        assertThat(HistogramQuantile.of(0.5, new TreeMap<>(Map.of(INFINITY, 3.0))))
                .isEmpty();
        assertThat(HistogramQuantile.of(0.5, new TreeMap<>())).isEmpty();
    }

    private static void assertQuantile(double quantile, Map<Double, Double> counts, double expected) {
        assertThat(HistogramQuantile.of(quantile, new TreeMap<>(counts)).orElseThrow())
                .isEqualTo(expected, within(1e-12));
    }
}
