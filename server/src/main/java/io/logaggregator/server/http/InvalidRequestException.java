package io.logaggregator.server.http;

import java.util.Map;

/**
 * The caller asked for something that makes no sense: answered with 400. The message names the parameter, what was found
 * and what was expected.
 */
public final class InvalidRequestException extends RuntimeException {

    @SuppressWarnings("serial") // never serialized
    private final Map<String, Object> properties;

    public InvalidRequestException(String message) {
        this(message, Map.of());
    }

    /** @param properties extension members of the problem, for example {@code parameter} or {@code position} */
    public InvalidRequestException(String message, Map<String, Object> properties) {
        super(message);
        this.properties = Map.copyOf(properties);
    }

    Map<String, Object> properties() {
        return properties;
    }
}
