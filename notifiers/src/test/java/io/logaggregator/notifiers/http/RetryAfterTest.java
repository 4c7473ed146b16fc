package io.logaggregator.notifiers.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | PT0S",
                "120 | PT2M",
                "7200 | PT1H",
                "99999999999999999999 | PT1H",
                "Fri, 01 May 2026 12:00:30 GMT | PT30S",
                "Fri, 01 May 2026 11:00:00 GMT | PT0S",
                "Sat, 02 May 2026 12:00:00 GMT | PT1H"
            })
    void of_readsSecondsAndDatesUpToAnHour(String value, Duration wish) {
        assertThat(RetryAfter.of(headers(value), NOW)).contains(wish);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "Fri, 99 May 2026 12:00:30 GMT"})
    void of_isEmptyForInvalidValue(String value) {
        assertThat(RetryAfter.of(headers(value), NOW)).isEmpty();
    }

    @Test
    void of_isEmptyWithoutTheHeader() {
        assertThat(RetryAfter.of(HttpHeaders.of(Map.of(), (_, _) -> true), NOW)).isEmpty();
    }

    private static HttpHeaders headers(String retryAfter) {
        return HttpHeaders.of(Map.of("Retry-After", List.of(retryAfter)), (_, _) -> true);
    }
}
