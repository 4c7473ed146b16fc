package io.logaggregator.core.common;

import org.jspecify.annotations.Nullable;

/** The store rejects data as invalid. The caller should not retry, but split the data to find the invalid part. */
public final class DataRejectedException extends AggregatorException {

    public DataRejectedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
