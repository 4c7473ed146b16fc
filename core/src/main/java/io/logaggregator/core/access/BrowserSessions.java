package io.logaggregator.core.access;

import java.time.Instant;
import java.util.Optional;

/**
 * Browsers that signed in with a key, in one place for all instances. Both secrets are kept as their hashes only, so who
 * reads the store can take over no session.
 */
public interface BrowserSessions {

    /**
     * Begins a session.
     *
     * @param token of the session
     * @param key with which it was begun, and with which it ends
     */
    void open(SecretHash token, SecretHash key, Instant now);

    /**
     * The key of a session, which is seen now.
     *
     * @param seenAfter a session that was not seen since is over
     * @param openedAfter so is one that was opened before
     */
    Optional<SecretHash> resume(SecretHash token, Instant now, Instant seenAfter, Instant openedAfter);

    /** Ends a session, if there is such a one. */
    void close(SecretHash token);
}
