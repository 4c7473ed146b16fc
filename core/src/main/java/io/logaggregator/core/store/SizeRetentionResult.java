package io.logaggregator.core.store;

/**
 * What {@link Maintenance#shrink} came to.
 *
 * @param dropped how many partitions were dropped
 * @param bytes what all that is left takes, with its indexes
 * @param complete whether it is small enough now; otherwise others use the next partition to go, or only today is left
 */
public record SizeRetentionResult(int dropped, long bytes, boolean complete) {}
