package io.logaggregator.embedded.servers;

import org.jspecify.annotations.Nullable;

/** An embedded server does not start. The message tells a person what is in the way and how to go on. */
public final class EmbeddedServerException extends RuntimeException {

    EmbeddedServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
