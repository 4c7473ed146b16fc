package io.logaggregator.server.config;

import org.jspecify.annotations.Nullable;

/** A setting that cannot be. The message names the key, the value and what was expected. */
public final class InvalidSettingException extends IllegalArgumentException {

    public InvalidSettingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
