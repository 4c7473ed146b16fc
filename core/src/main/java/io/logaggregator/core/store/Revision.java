package io.logaggregator.core.store;

/**
 * What tells the content of a stretch of time from what it was before: as long as two are equal, nothing was stored there
 * or removed in between.
 *
 * @param text means something only to the store it comes from
 */
public record Revision(String text) {}
