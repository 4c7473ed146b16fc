package io.logaggregator.server.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A key that was just made.
 *
 * @param secret what its holder shows; it is told this once
 */
record NewApiKeyView(@JsonUnwrapped ApiKeyView key, String secret) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "NewApiKeyView[" + key.name() + "]";
    }
}
