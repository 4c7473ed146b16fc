package io.logaggregator.gateways.http;

import io.logaggregator.gateways.http.Failure.Kind;

/** A body cannot be split into elements. */
public final class InvalidBodyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Failure failure;

    public InvalidBodyException(String detail) {
        this(Kind.INVALID_BODY, detail);
    }

    public InvalidBodyException(Kind kind, String detail) {
        super(detail);
        this.failure = new Failure(kind, detail);
    }

    public Failure failure() {
        return failure;
    }
}
