package io.logaggregator.server.listeners;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.server.access.KeyRing;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API key of a listener. It may be revoked at any time. Thread-safe. */
final class ListenerKey {

    private static final Logger log = LoggerFactory.getLogger(ListenerKey.class);

    /** Clients connect again and again, and each look-up of an unknown key is a query. */
    private static final Duration RECHECK = Duration.ofSeconds(1);

    private final String listener;
    private final SecretHash secret;
    private final KeyRing keys;
    private volatile String rejection = "";
    private volatile @Nullable ApiKey last;
    private long rejectedNanos;

    ListenerKey(String listener, SecretHash secret, KeyRing keys) {
        this.listener = listener;
        this.secret = secret;
        this.keys = keys;
    }

    /**
     * The key; empty if it is rejected.
     *
     * @throws AggregatorException if the keys were never read and cannot be read now
     */
    Optional<ApiKey> use() {
        ApiKey known = last;
        if (known == null && !mayCheck()) {
            return Optional.empty();
        }
        Optional<ApiKey> found = keys.use(secret);
        boolean accepted = found.isPresent() && found.get().scopes().contains(Scope.INGEST);
        if (accepted && rejection.isEmpty()) {
            last = found.get();
            return found;
        }
        return update(found, accepted);
    }

    private synchronized boolean mayCheck() {
        return rejection.isEmpty() || System.nanoTime() - rejectedNanos > RECHECK.toNanos();
    }

    private synchronized Optional<ApiKey> update(Optional<ApiKey> found, boolean accepted) {
        if (accepted) {
            last = found.orElseThrow();
            if (!rejection.isEmpty()) {
                rejection = "";
                log.info("listener accepts data again: listener={}", listener);
            }
            return found;
        }
        last = null;
        rejectedNanos = System.nanoTime();
        String reason = found.isPresent()
                ? "API key without the scope ingest"
                : "invalid API key (unknown, expired or revoked)";
        if (!reason.equals(rejection)) {
            rejection = reason;
            log.error("listener rejects all data: listener={} reason={}", listener, reason);
        }
        return Optional.empty();
    }

    /** Checks the key of a listener without traffic. */
    void check() {
        ApiKey known = last;
        if (known != null && keys.isValid(known)) {
            return;
        }
        try {
            var _ = use();
        } catch (AggregatorException e) {
            log.debug("key of a listener not checked: listener={} reason={}", listener, e.getMessage());
        }
    }

    /** Why the key is rejected; empty if it is accepted or unknown. */
    String rejection() {
        return rejection;
    }
}
