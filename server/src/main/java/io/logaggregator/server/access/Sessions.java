package io.logaggregator.server.access;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.BrowserSessions;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.server.settings.SecuritySettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Sessions of browsers. A session has the scopes of its key, and ends with it. Thread-safe. */
public final class Sessions {

    private final BrowserSessions sessions;
    private final KeyRing keys;
    private final SecuritySettings.Session settings;
    private final InstantSource clock;

    public Sessions(BrowserSessions sessions, KeyRing keys, SecuritySettings.Session settings, InstantSource clock) {
        this.sessions = sessions;
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    /** Opens a session with the secret of a key, and returns its token, of which only the hash is stored. */
    public String open(String secret) {
        String token = NewSecret.create();
        sessions.open(SecretHash.of(token), SecretHash.of(secret), clock.instant());
        return token;
    }

    /** The key of a session that has not expired. */
    public Optional<ApiKey> resume(String token) {
        Instant now = clock.instant();
        return sessions.resume(
                        SecretHash.of(token), now, now.minus(settings.idleTimeout()), now.minus(settings.maxLifetime()))
                .flatMap(keys::use);
    }

    public void close(String token) {
        sessions.close(SecretHash.of(token));
    }
}
