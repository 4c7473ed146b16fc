package io.logaggregator.core.store;

/**
 * Result of {@link Maintenance#enforceMaxSize}.
 *
 * @param dropped number of dropped partitions
 * @param bytes remaining size with indexes
 * @param complete whether the size is within the limit; false if the next partition is in use, or only the current day
 *     is left
 */
public record SizeRetentionResult(int dropped, long bytes, boolean complete) {}
