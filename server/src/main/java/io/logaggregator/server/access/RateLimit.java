package io.logaggregator.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Optional;

/**
 * A limit per minute for each key, for example an address. Of very many keys, those not used for longest are forgotten.
 * Thread-safe.
 */
public final class RateLimit<K> {

    public static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_KEYS = 100_000;

    private final int perMinute;
    private final Cache<K, Bucket> keys = Caffeine.newBuilder()
            .maximumSize(MAX_KEYS)
            .expireAfterAccess(WINDOW.multipliedBy(2))
            .build();

    public RateLimit(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Counts a use; returns the pause until the next one if there were too many. */
    public Optional<Duration> add(K key) {
        ConsumptionProbe probe = count(key);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /** Counts a use; returns whether it is within the limit, and the remaining ones. */
    public ConsumptionProbe count(K key) {
        return keys.get(key, _ -> bucket()).tryConsumeAndReturnRemaining(1);
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, WINDOW))
                .build();
    }
}
