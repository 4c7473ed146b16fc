package io.logaggregator.core.access;

import java.time.Instant;
import java.util.Optional;

/**
 * Browser sessions opened with an API key, shared by all instances. Only hashes of both secrets are stored, so that
 * read access to the store does not allow taking over a session.
 */
public interface BrowserSessions {

    /** Maximum sessions of a key. */
    int MAX_PER_KEY = 100;

    /**
     * Opens a session. Beyond {@link #MAX_PER_KEY} sessions of a key, the one opened first ends.
     *
     * @param token secret of the session
     * @param key API key of the session; the session ends with it
     */
    void open(SecretHash token, SecretHash key, Instant now);

    /**
     * Returns the key of a session, and records its use.
     *
     * @param seenAfter sessions last used before have expired
     * @param openedAfter sessions opened before have expired
     */
    Optional<SecretHash> resume(SecretHash token, Instant now, Instant seenAfter, Instant openedAfter);

    /** Closes a session, if it exists. */
    void close(SecretHash token);
}
