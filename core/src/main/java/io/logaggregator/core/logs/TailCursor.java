package io.logaggregator.core.logs;

/**
 * A moment in the commit history of a store, created by {@link LogTail#now()}. Opaque.
 *
 * @param text printable ASCII without spaces, fit for a header
 */
public record TailCursor(String text) {}
