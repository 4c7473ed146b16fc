package io.logaggregator.core.common;

import org.jspecify.annotations.Nullable;

/** The store runs as many queries of this kind as it may at a time. The caller should retry shortly after. */
public final class StoreBusyException extends StoreUnavailableException {

    public StoreBusyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
