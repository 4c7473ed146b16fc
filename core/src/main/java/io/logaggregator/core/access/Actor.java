package io.logaggregator.core.access;

/**
 * Originator of a change.
 *
 * @param name {@code system}, or the name of the API key
 * @param address of the caller; empty if there is no request
 * @param requestId of the request; empty if there is none
 */
public record Actor(String name, String address, String requestId) {

    public static final Actor SYSTEM = new Actor("system", "", "");
}
