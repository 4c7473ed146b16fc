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
 * The keys as this instance knows them, never older than the pause between two calls of {@link #refresh}. While the store
 * is away they stay as they were. Thread-safe.
 */
public final class KeyRing {

    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);

    private final ConfiguredKey configured;
    private final ApiKeys keys;
    private final InstantSource clock;
    private final Map<UUID, Instant> used = new ConcurrentHashMap<>();
    private volatile @Nullable Known known;

    public KeyRing(ConfiguredKey configured, ApiKeys keys, InstantSource clock) {
        this.configured = configured;
        this.keys = keys;
        this.clock = clock;
    }

    private record Known(long version, Map<SecretHash, ApiKey> bySecret) {}

    /**
     * The key with this secret, if it is good for anything now. Notes that it was used.
     *
     * @throws io.logaggregator.core.common.StoreUnavailableException when the keys were never read, and cannot be now
     */
    public Optional<ApiKey> use(SecretHash secret) {
        if (secret.equals(configured.secret())) {
            return Optional.of(configured.key());
        }
        Known current = known;
        Instant now = clock.instant();
        Optional<ApiKey> key = Optional.ofNullable((current == null ? read() : current).bySecret.get(secret))
                .filter(found -> found.isValidAt(now));
        key.ifPresent(found -> used.put(found.id(), now));
        return key;
    }

    /** Whether a key that was shown before is still good for something. */
    public boolean isStillGood(ApiKey key) {
        Known current = known;
        Instant now = clock.instant();
        return key.id().equals(configured.key().id())
                || current == null
                || current.bySecret.values().stream()
                        .anyMatch(known -> known.id().equals(key.id()) && known.isValidAt(now));
    }

    /** Reads the keys again if something has changed. */
    void refresh() {
        try {
            read();
        } catch (AggregatorException e) {
            log.debug("keys not read, the known ones stay: reason={}", e.getMessage());
        }
    }

    private synchronized Known read() {
        // The version first: should a key change in between, its change is read now and once more.
        long version = keys.version();
        Known current = known;
        if (current != null && current.version == version) {
            return current;
        }
        Known read = new Known(version, Map.copyOf(keys.bySecret()));
        known = read;
        return read;
    }

    /** Stores when keys were used last: seldom, since hardly anybody asks. */
    void storeUse() {
        Map<UUID, Instant> since = Map.copyOf(used);
        if (since.isEmpty()) {
            return;
        }
        try {
            keys.used(since);
            since.forEach(used::remove); // but what was used again meanwhile
        } catch (AggregatorException e) {
            log.debug("use of keys not stored, will be: reason={}", e.getMessage());
        }
    }
}
