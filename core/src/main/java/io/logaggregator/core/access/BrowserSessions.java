package io.logaggregator.core.access;

import java.time.Instant;
import java.util.Optional;

/**
 * Browser sessions opened with an API key, shared by all instances. Only hashes of both secrets are stored, so that
 * read access to the store does not allow taking over a session.
 */
public interface BrowserSessions {

    /**
     * Opens a session.
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
