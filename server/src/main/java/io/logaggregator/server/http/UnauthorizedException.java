package io.logaggregator.server.http;

/** The caller showed no key, or a wrong one: answered with 401. */
public final class UnauthorizedException extends RuntimeException {

    public UnauthorizedException(String message) {
        super(message);
    }
}
