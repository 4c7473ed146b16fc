package io.logaggregator.server.http;

/** There is no such thing: answered with 404. The message names it. */
public final class NotFoundException extends RuntimeException {

    public NotFoundException(String message) {
        super(message);
    }
}
