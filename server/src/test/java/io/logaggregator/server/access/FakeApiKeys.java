package io.logaggregator.server.access;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.ApiKeys;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.core.common.StoreUnavailableException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** Keys in memory. */
public final class FakeApiKeys implements ApiKeys {

    public final Map<SecretHash, ApiKey> keys = new HashMap<>();
    public final Map<UUID, Instant> used = new HashMap<>();
    public boolean away;

    /** The number of queries for the version. */
    public final AtomicInteger reads = new AtomicInteger();

    /** Delays queries for the version while it is held. */
    public final ReentrantLock blocked = new ReentrantLock();

    private long version;

    @Override
    public long version() {
        reads.incrementAndGet();
        blocked.lock();
        try {
            if (away) {
                throw new StoreUnavailableException("away", null);
            }
            return version;
        } finally {
            blocked.unlock();
        }
    }

    @Override
    public List<ApiKey> list() {
        return List.copyOf(keys.values());
    }

    @Override
    public Optional<ApiKey> find(UUID id) {
        return keys.values().stream().filter(key -> key.id().equals(id)).findFirst();
    }

    @Override
    public Map<SecretHash, ApiKey> bySecret() {
        Map<SecretHash, ApiKey> valid = new HashMap<>(keys);
        valid.values().removeIf(key -> key.revokedAt().isPresent());
        return valid;
    }

    @Override
    public void create(ApiKey key, SecretHash secret, Actor actor) {
        if (keys.values().stream().anyMatch(other -> other.name().equalsIgnoreCase(key.name()))) {
            throw new DuplicateNameException("key", key.name());
        }
        keys.put(secret, key);
        version++;
    }

    @Override
    public boolean revoke(UUID id, Actor actor, Instant now) {
        version++;
        return keys.entrySet().stream()
                .filter(entry -> entry.getValue().id().equals(id)
                        && entry.getValue().revokedAt().isEmpty())
                .findFirst()
                .map(entry -> entry.setValue(revoked(entry.getValue(), now)))
                .isPresent();
    }

    private static ApiKey revoked(ApiKey key, Instant now) {
        return new ApiKey(
                key.id(),
                key.name(),
                key.scopes(),
                key.host(),
                key.environment(),
                key.createdAt(),
                key.expiresAt(),
                key.lastUsedAt(),
                Optional.of(now));
    }

    @Override
    public void used(Map<UUID, Instant> at) {
        version();
        used.putAll(at);
    }
}
