package io.logaggregator.core.common;

import org.jspecify.annotations.Nullable;

/** The store is there, but answers as many questions of this kind as it may at a time: try again in a moment. */
public final class StoreBusyException extends StoreUnavailableException {

    public StoreBusyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
