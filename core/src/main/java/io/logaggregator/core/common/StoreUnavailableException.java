package io.logaggregator.core.common;

import org.jspecify.annotations.Nullable;

/** The store cannot be reached, or not now: hold what is in hand, and try again later. */
public class StoreUnavailableException extends AggregatorException {

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
