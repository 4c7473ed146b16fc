package io.logaggregator.core.queue;

import io.logaggregator.core.common.AggregatorException;
import org.jspecify.annotations.Nullable;

/** The queue is unavailable. The caller should keep its data and retry later. */
public final class QueueUnavailableException extends AggregatorException {

    public QueueUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
