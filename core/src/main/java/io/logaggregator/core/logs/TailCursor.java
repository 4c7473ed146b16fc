package io.logaggregator.core.logs;

/**
 * A moment in the history of a store: made by {@link LogTail#now()}, and of no meaning to anyone else.
 *
 * @param text printable ASCII without spaces, fit for a header
 */
public record TailCursor(String text) {}
