package io.logaggregator.core.common;

import org.jspecify.annotations.Nullable;

/**
 * Failure of an external system. Each subtype asks for one reaction of the caller. Invalid data are never an exception,
 * but a {@link io.logaggregator.core.ledger.Rejection}.
 */
public abstract class AggregatorException extends RuntimeException {

    protected AggregatorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
