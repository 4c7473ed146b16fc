package io.logaggregator.core.common;

import org.jspecify.annotations.Nullable;

/**
 * The world outside did not do what it should. Each subtype is one decision its catcher can take. Bad data is never an
 * exception but a {@link io.logaggregator.core.ledger.Rejection}.
 */
public abstract class AggregatorException extends RuntimeException {

    protected AggregatorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
