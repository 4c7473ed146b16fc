package io.logaggregator.embedded.servers;

import org.jspecify.annotations.Nullable;

/** An embedded server does not start. The message names cause and remedy. */
public final class EmbeddedServerException extends RuntimeException {

    EmbeddedServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
