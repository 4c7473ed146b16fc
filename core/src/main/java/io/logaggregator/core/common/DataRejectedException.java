package io.logaggregator.core.common;

import org.jspecify.annotations.Nullable;

/** The store refuses what it was given as data. Trying again is useless; trying less finds the culprit. */
public final class DataRejectedException extends AggregatorException {

    public DataRejectedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
