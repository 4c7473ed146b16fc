package io.logaggregator.server.http;

/** The caller is known, and may not do that: answered with 403. The message says what it takes. */
public final class ForbiddenException extends RuntimeException {

    public ForbiddenException(String message) {
        super(message);
    }
}
