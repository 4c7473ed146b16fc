package io.logaggregator.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ReadingTimeTest {

    private final ReadingTime time = new ReadingTime(Duration.ofSeconds(10));

    @Test
    void response_isLimitedByTotalTime_howeverMuchWasRead() {
        time.add(1 << 30, Duration.ofSeconds(10));
        assertThat(time.isExceeded()).isFalse();

        time.add(1 << 30, Duration.ofMillis(1));
        assertThat(time.isExceeded()).isTrue();
    }

    @Test
    void steadyReader_continuesWithoutEnd_ifTheRateIsLimited() {
        time.limitRate(DataSize.ofKilobytes(1));

        for (int i = 0; i < 10_000; i++) {
            time.add(1024, Duration.ofSeconds(1));
            assertThat(time.isExceeded()).isFalse();
        }
    }

    @Test
    void slowReader_isLimited_ifTheRateIsLimited() {
        time.limitRate(DataSize.ofKilobytes(1));

        time.add(5 * 1024, Duration.ofSeconds(15));
        assertThat(time.isExceeded()).isFalse();

        time.add(1, Duration.ofSeconds(1));
        assertThat(time.isExceeded()).isTrue();
    }
}
