package io.logaggregator.core.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(1));

    @ParameterizedTest
    @CsvSource({"1,100", "2,200", "3,400", "6,3200", "7,5000", "1000,5000", "2147483647,5000"})
    void delay_liesInTheUpperHalfOfADoublingLimit(int failures, long limit) {
        for (int draw = 0; draw < 1000; draw++) {
            assertThat(backoff.delay(failures).toMillis()).isBetween(limit / 2, limit);
        }
    }
}
