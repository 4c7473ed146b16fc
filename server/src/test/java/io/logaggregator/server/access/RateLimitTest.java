package io.logaggregator.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    @Test
    void address_isBlockedAloneAfterFailedAttempts() {
        RateLimit<String> attempts = new RateLimit<>(2);

        assertThat(attempts.add("192.0.2.1")).isEmpty();
        assertThat(attempts.add("192.0.2.1")).isEmpty();

        Optional<Duration> pause = attempts.add("192.0.2.1");
        assertThat(pause.orElseThrow()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(attempts.add("192.0.2.2")).isEmpty();
    }
}
