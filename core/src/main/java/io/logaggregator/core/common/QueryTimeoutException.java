package io.logaggregator.core.common;

import org.jspecify.annotations.Nullable;

/** A query exceeded its time limit. The caller should narrow it. */
public final class QueryTimeoutException extends AggregatorException {

    public QueryTimeoutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
