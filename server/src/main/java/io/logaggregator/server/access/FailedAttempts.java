package io.logaggregator.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Optional;

/**
 * Limits the log records about invalid keys by address. Keys of 256 bits cannot be guessed, so the limit does not apply
 * to valid keys from the same address. Thread-safe.
 */
public final class FailedAttempts {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_ADDRESSES = 100_000;

    private final int perMinute;
    private final Cache<String, Bucket> addresses = Caffeine.newBuilder()
            .maximumSize(MAX_ADDRESSES)
            .expireAfterAccess(WINDOW.multipliedBy(2))
            .build();

    public FailedAttempts(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Counts an attempt; returns the pause until the next one if there were too many. */
    public Optional<Duration> add(String address) {
        ConsumptionProbe probe = addresses.get(address, first -> bucket()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, WINDOW))
                .build();
    }
}
