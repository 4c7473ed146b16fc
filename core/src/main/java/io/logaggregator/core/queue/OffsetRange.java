package io.logaggregator.core.queue;

/**
 * Current range of offsets of a partition.
 *
 * @param start first available offset
 * @param end offset after the last one
 */
public record OffsetRange(long start, long end) {

    public OffsetRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("range: " + start + ".." + end + " (expected: 0 <= start <= end)");
        }
    }
}
