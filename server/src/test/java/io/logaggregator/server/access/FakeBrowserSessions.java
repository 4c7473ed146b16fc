package io.logaggregator.server.access;

import io.logaggregator.core.access.BrowserSessions;
import io.logaggregator.core.access.SecretHash;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions in memory, which never end by themselves. */
public final class FakeBrowserSessions implements BrowserSessions {

    private final Map<SecretHash, SecretHash> sessions = new ConcurrentHashMap<>();

    @Override
    public void open(SecretHash token, SecretHash key, Instant now) {
        sessions.put(token, key);
    }

    @Override
    public Optional<SecretHash> resume(SecretHash token, Instant now, Instant seenAfter, Instant openedAfter) {
        return Optional.ofNullable(sessions.get(token));
    }

    @Override
    public void close(SecretHash token) {
        sessions.remove(token);
    }
}
