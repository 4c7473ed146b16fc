package io.logaggregator.server.ingest.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.hosts.HostDirectory;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the rate of new hosts of each key on this instance: a key that sends ever new names must not use up the limit of
 * hosts of all. Counts names that were not seen in the last hour. Only when a key has used up its limit, the store decides
 * which of them are new; while it is unavailable, there is no limit. Thread-safe.
 */
final class NewHosts {

    private static final Logger log = LoggerFactory.getLogger(NewHosts.class);

    private static final Duration WINDOW = Duration.ofHours(1);

    private static final int MAX_CACHED_BYTES = 2 << 20;

    private static final int ENTRY_BYTES = 100;

    /** Time after a failure in which requests do not wait for the store. */
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

    private static final long NEVER = Long.MIN_VALUE;

    private final HostDirectory hosts;
    private final int maxPerHour;
    private final Cache<String, Boolean> known = Caffeine.newBuilder()
            .maximumWeight(MAX_CACHED_BYTES)
            .weigher((String name, Boolean _) -> ENTRY_BYTES + 2 * name.length())
            .expireAfterWrite(WINDOW)
            .build();
    private final Cache<UUID, Bucket> keys =
            Caffeine.newBuilder().expireAfterAccess(WINDOW.multipliedBy(2)).build();

    private volatile long failedNanos = NEVER;

    /** @param maxPerHour maximum of a key, at once and per hour; 0 for no limit */
    NewHosts(HostDirectory hosts, int maxPerHour) {
        this.hosts = hosts;
        this.maxPerHour = maxPerHour;
    }

    int maxPerHour() {
        return maxPerHour;
    }

    /** Counts the new ones of these hosts for a key; returns those beyond its limit. */
    Set<String> excess(UUID key, Collection<String> names) {
        Set<String> unknown = new LinkedHashSet<>(names);
        unknown.removeIf(name -> known.getIfPresent(name) != null);
        if (maxPerHour == 0 || unknown.isEmpty()) {
            return Set.of();
        }
        Bucket bucket = keys.get(key, _ -> bucket());
        if (bucket.tryConsume(unknown.size())) {
            unknown.forEach(name -> known.put(name, true));
            return Set.of();
        }
        Optional<Set<String>> stored = stored(unknown);
        if (stored.isEmpty()) {
            return Set.of();
        }
        Set<String> excess = new HashSet<>();
        for (String name : unknown) {
            if (stored.get().contains(name) || bucket.tryConsume(1)) {
                known.put(name, true);
            } else {
                excess.add(name);
            }
        }
        return excess;
    }

    /** The stored ones of these hosts; empty while the store is unavailable. */
    private Optional<Set<String>> stored(Set<String> names) {
        long now = System.nanoTime();
        long failed = failedNanos;
        if (failed != NEVER && now - failed < RETRY_INTERVAL.toNanos()) {
            return Optional.empty();
        }
        try {
            return Optional.of(hosts.known(names));
        } catch (AggregatorException e) {
            failedNanos = System.nanoTime();
            log.debug("new hosts not limited: reason={}", e.getMessage());
            return Optional.empty();
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(maxPerHour).refillGreedy(maxPerHour, WINDOW))
                .build();
    }
}
