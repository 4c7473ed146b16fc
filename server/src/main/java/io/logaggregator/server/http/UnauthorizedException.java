package io.logaggregator.server.http;

/** A missing or invalid API key: status 401. */
public final class UnauthorizedException extends RuntimeException {

    public UnauthorizedException(String message) {
        super(message);
    }
}
