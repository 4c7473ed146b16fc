package io.logaggregator.core.queue;

import io.logaggregator.core.common.AggregatorException;
import org.jspecify.annotations.Nullable;

/** The queue cannot be reached, or not now: hold what is in hand, and try again later. */
public final class QueueUnavailableException extends AggregatorException {

    public QueueUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
