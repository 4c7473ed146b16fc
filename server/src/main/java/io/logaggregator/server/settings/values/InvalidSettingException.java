package io.logaggregator.server.settings.values;

import org.jspecify.annotations.Nullable;

/** Invalid settings, one per line of the message: key, value and expectation. */
public final class InvalidSettingException extends IllegalArgumentException {

    public InvalidSettingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
