package io.logaggregator.server.http;

/** It cannot be done to what is there: answered with 409. The message says what to do instead. */
public final class ConflictException extends RuntimeException {

    public ConflictException(String message) {
        super(message);
    }
}
