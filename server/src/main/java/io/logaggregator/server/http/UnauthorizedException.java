package io.logaggregator.server.http;

/** The caller showed no key, or one that is good for nothing: answered with 401. */
public final class UnauthorizedException extends RuntimeException {

    public UnauthorizedException(String message) {
        super(message);
    }
}
