package io.logaggregator.wire.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.logaggregator.wire.json.InvalidElementException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExponentialBucketsTest {

    @Test
    void buckets_haveBoundsOfScale() {
        ExponentialBuckets buckets = new ExponentialBuckets();
        buckets.addPositive(-1, 1);
        buckets.addPositive(0, 2);
        buckets.addPositive(2, 3);

        assertThat(buckets.bounds()).isEqualTo(new TreeMap<>(Map.of(0.5, 0.0, 1.0, 1.0, 2.0, 3.0, 4.0, 3.0, 8.0, 6.0)));
    }

    @Test
    void negativeValuesAndZeros_comeFirst() {
        ExponentialBuckets buckets = new ExponentialBuckets();
        buckets.setZeros(4);
        buckets.addNegative(0, 1);
        buckets.addNegative(1, 2);
        buckets.addPositive(0, 5);

        assertThat(buckets.bounds())
                .isEqualTo(new TreeMap<>(Map.of(-2.0, 2.0, -1.0, 3.0, 0.0, 7.0, 1.0, 7.0, 2.0, 12.0)));
    }

    @Test
    void fineBuckets_haveBoundsOfGrid() {
        ExponentialBuckets buckets = new ExponentialBuckets();
        buckets.setScale(5);
        for (int index = 0; index < 32; index++) {
            buckets.addPositive(index, 1);
        }
        SortedMap<Double, Double> bounds = buckets.bounds();

        assertThat(bounds.values()).containsExactly(0.0, 8.0, 16.0, 24.0, 32.0);
        assertThat(bounds.firstKey()).isEqualTo(1);
        assertThat(bounds.lastKey()).isEqualTo(2);
        ExponentialBuckets coarse = new ExponentialBuckets();
        coarse.setScale(1);
        coarse.addPositive(0, 1);
        assertThat(bounds).containsKeys(coarse.bounds().keySet().toArray(Double[]::new));
    }

    @Test
    void wideRange_hasFewBounds() {
        for (int scale : new int[] {Integer.MIN_VALUE, -11, -3, 0, 8, Integer.MAX_VALUE}) {
            ExponentialBuckets buckets = new ExponentialBuckets();
            buckets.setScale(scale);
            buckets.setZeros(1);
            for (long index : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
                buckets.addPositive(index, 1);
                buckets.addNegative(index, 1);
            }
            SortedMap<Double, Double> bounds = buckets.bounds();

            assertThat(bounds).hasSizeLessThan(200);
            assertThat(bounds.keySet()).allMatch(Double::isFinite);
            assertThat(List.copyOf(bounds.values())).isSorted();
        }
    }

    @Test
    void tooManyBuckets_areRejected() {
        ExponentialBuckets buckets = new ExponentialBuckets();
        assertThatExceptionOfType(InvalidElementException.class).isThrownBy(() -> {
            for (int index = 0; index <= 2_000; index++) {
                buckets.addPositive(index, 1);
            }
        });
    }

    @Test
    void bounds_areExactPowers() {
        ExponentialBuckets buckets = new ExponentialBuckets();
        buckets.setScale(2);
        buckets.addPositive(3, 1);

        assertThat(buckets.bounds().lastKey()).isEqualTo(2);
        assertThat(buckets.bounds().firstKey()).isEqualTo(1.6817928305074290, within(1e-15));
    }
}
