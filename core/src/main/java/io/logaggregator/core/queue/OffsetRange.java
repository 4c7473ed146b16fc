package io.logaggregator.core.queue;

/**
 * What a partition holds at the moment.
 *
 * @param start the first offset still there
 * @param end one past the last offset
 */
public record OffsetRange(long start, long end) {

    public OffsetRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("range: " + start + ".." + end + " (expected: 0 <= start <= end)");
        }
    }
}
