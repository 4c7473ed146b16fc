package io.logaggregator.core.store;

/**
 * Version of the data in a time range: while two revisions are equal, no data were stored or removed in between.
 *
 * @param text opaque
 */
public record Revision(String text) {}
