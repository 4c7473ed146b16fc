package io.logaggregator.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.logs.FieldValues.Statistics;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldValuesTest {

    @Test
    void statistics_ofOneNumber_areThatNumber() {
        assertThat(Statistics.of(new TreeMap<>(Map.of(2.5, 1))))
                .isEqualTo(new Statistics(1, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5));
    }

    @Test
    void statistics_countEachOccurrence() {
        assertThat(Statistics.of(new TreeMap<>(Map.of(-1.0, 6, 4.0, 3, 9.0, 1))))
                .isEqualTo(new Statistics(10, -1, 1.5, -1, 9, 9, 9));
    }

    @Test
    void percentiles_areNumbersOfTheList() {
        TreeMap<Double, Integer> numbers = new TreeMap<>();
        IntStream.rangeClosed(1, 100).forEach(number -> numbers.put((double) number, 1));

        assertThat(Statistics.of(numbers)).isEqualTo(new Statistics(100, 1, 50.5, 50, 95, 99, 100));
    }
}
