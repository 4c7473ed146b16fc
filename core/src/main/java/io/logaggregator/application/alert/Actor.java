package io.logaggregator.application.alert;

import io.logaggregator.domain.alert.AlertTransition;

/**
 * Who does something.
 *
 * @param name {@code system}, or the name of the key
 * @param requestId of the request with which it was done; empty where there was none
 */
public record Actor(String name, String requestId) {

    public static final Actor SYSTEM = new Actor(AlertTransition.SYSTEM, "");
}
