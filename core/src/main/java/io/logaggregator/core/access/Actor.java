package io.logaggregator.core.access;

/**
 * Who does something, and from where.
 *
 * @param name {@code system}, or the name of the key
 * @param address of the caller; empty where it was no call
 * @param requestId of the request with which it was done; empty where there was none
 */
public record Actor(String name, String address, String requestId) {

    public static final Actor SYSTEM = new Actor("system", "", "");
}
