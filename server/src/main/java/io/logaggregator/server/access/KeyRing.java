package io.logaggregator.server.access;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.ApiKeys;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.common.AggregatorException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys in memory, refreshed by {@link #refresh} and whenever an unknown secret is presented, since any instance may have
 * created its key. While the store is unavailable, the last known keys apply. Thread-safe.
 */
public final class KeyRing {

    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);

    private final ConfiguredKey configured;
    private final ApiKeys keys;
    private final InstantSource clock;
    private final Map<UUID, Instant> used = new ConcurrentHashMap<>();
    private volatile @Nullable Known known;

    /** The begin of the last attempt to read, by {@link System#nanoTime()}. */
    private long readNanos = System.nanoTime();

    public KeyRing(ConfiguredKey configured, ApiKeys keys, InstantSource clock) {
        this.configured = configured;
        this.keys = keys;
        this.clock = clock;
    }

    private record Known(long version, Map<SecretHash, ApiKey> bySecret) {}

    /**
     * The valid key with this secret. Records its use.
     *
     * @throws io.logaggregator.core.common.StoreUnavailableException if the keys were never read and cannot be read now
     */
    public Optional<ApiKey> use(SecretHash secret) {
        if (secret.equals(configured.secret())) {
            return Optional.of(configured.key());
        }
        Instant now = clock.instant();
        Optional<ApiKey> key = find(secret).filter(found -> found.isValidAt(now));
        key.ifPresent(found -> used.put(found.id(), now));
        return key;
    }

    private Optional<ApiKey> find(SecretHash secret) {
        long presentedNanos = System.nanoTime();
        Known current = known;
        ApiKey key = current == null ? null : current.bySecret.get(secret);
        return key == null
                ? Optional.ofNullable(readSince(presentedNanos).bySecret.get(secret))
                : Optional.of(key);
    }

    /**
     * The keys stored at this time or later, or the known ones while the store is unavailable. Callers that wait share one
     * attempt, so that invalid keys cost at most one query at a time.
     */
    private synchronized Known readSince(long nanos) {
        Known current = known;
        if (current != null && readNanos - nanos > 0) {
            return current;
        }
        try {
            return read();
        } catch (AggregatorException e) {
            if (current == null) {
                throw e;
            }
            return current;
        }
    }

    /** Whether a key that was valid before still is. */
    public boolean isValid(ApiKey key) {
        Known current = known;
        Instant now = clock.instant();
        return key.id().equals(configured.key().id())
                || current == null
                || current.bySecret.values().stream()
                        .anyMatch(known -> known.id().equals(key.id()) && known.isValidAt(now));
    }

    /** Reads the keys if they have changed. */
    void refresh() {
        try {
            read();
        } catch (AggregatorException e) {
            log.debug("keys not refreshed, the known ones apply: reason={}", e.getMessage());
        }
    }

    private synchronized Known read() {
        readNanos = System.nanoTime();
        // The version first: a key that changes in between is read now and again.
        long version = keys.version();
        Known current = known;
        if (current == null || current.version != version) {
            current = new Known(version, Map.copyOf(keys.bySecret()));
            known = current;
        }
        return current;
    }

    /** Stores the times of last use. */
    void storeUse() {
        Map<UUID, Instant> since = Map.copyOf(used);
        if (since.isEmpty()) {
            return;
        }
        try {
            keys.used(since);
            since.forEach(used::remove); // unless used again in between
        } catch (AggregatorException e) {
            log.debug("use of keys not stored, will be retried: reason={}", e.getMessage());
        }
    }
}
