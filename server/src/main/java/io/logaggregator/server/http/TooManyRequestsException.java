package io.logaggregator.server.http;

import java.time.Duration;

/** The caller asks too often: answered with 429, and with when to come back. */
public final class TooManyRequestsException extends RuntimeException {

    @SuppressWarnings("serial") // never serialized
    private final Duration pause;

    /** @param pause until asking again makes sense */
    public TooManyRequestsException(String message, Duration pause) {
        super(message);
        this.pause = pause;
    }

    /** Rounded up, since who comes back too early comes back once more. */
    long pauseSeconds() {
        return Math.max(1, pause.plusMillis(999).toSeconds());
    }
}
