package io.logaggregator.server.overload;

/** A request was rejected because a limit of memory or processor time is reached. A later retry can succeed. */
public final class OverloadedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OverloadedException(String message) {
        super(message);
    }
}
