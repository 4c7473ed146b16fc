package io.logaggregator.core.ledger;

/**
 * Counts of a range of offsets. Two equations hold for each range and so for every sum:
 *
 * <pre>
 * to - from = messages + absent + lost
 * messages  = observed + rejected + ignored
 * </pre>
 *
 * @param messages messages read from the queue
 * @param observed messages with at least one observation
 * @param rejected messages without observations and with at least one rejection
 * @param ignored empty messages: tombstones, empty arrays
 * @param absent offsets without a message (transaction markers, compaction)
 * @param lost offsets that the queue had deleted before they were read; negative if the queue lost messages that had
 *     been read, and was reset
 * @param rejections rejected messages and rejected elements of messages: rows, not messages
 * @param droppedParts malformed parts that were left out of an accepted message, for example one process of a list
 */
public record IngestCounts(
        long messages,
        long observed,
        long rejected,
        long ignored,
        long absent,
        long lost,
        long logEvents,
        long metricSamples,
        long processSnapshots,
        long rejections,
        long droppedParts) {

    public static final IngestCounts ZERO = new IngestCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** The counts of a range that could not be read. */
    public static IngestCounts lost(long offsets) {
        return new IngestCounts(0, 0, 0, 0, 0, offsets, 0, 0, 0, 0, 0);
    }

    /** Whether {@code messages = observed + rejected + ignored}. */
    public boolean isBalanced() {
        return messages == observed + rejected + ignored;
    }

    public IngestCounts plus(IngestCounts other) {
        return new IngestCounts(
                messages + other.messages,
                observed + other.observed,
                rejected + other.rejected,
                ignored + other.ignored,
                absent + other.absent,
                lost + other.lost,
                logEvents + other.logEvents,
                metricSamples + other.metricSamples,
                processSnapshots + other.processSnapshots,
                rejections + other.rejections,
                droppedParts + other.droppedParts);
    }
}
