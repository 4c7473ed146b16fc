package io.logaggregator.core.common;

import org.jspecify.annotations.Nullable;

/** A question took longer than it may: ask for less. */
public final class QueryTimeoutException extends AggregatorException {

    public QueryTimeoutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
