package io.logaggregator.core.common;

import org.jspecify.annotations.Nullable;

/** The store is unavailable. The caller should keep its data and retry later. */
public class StoreUnavailableException extends AggregatorException {

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
