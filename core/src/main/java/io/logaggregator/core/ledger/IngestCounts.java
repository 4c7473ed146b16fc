package io.logaggregator.core.ledger;

/**
 * What was made of a range of offsets: a line of the ledger. Two equations hold for each range and so for every sum:
 *
 * <pre>
 * to - from = messages + absent + lost
 * messages  = observed + rejected + ignored
 * </pre>
 *
 * @param messages read from the queue
 * @param observed messages that gave at least one observation
 * @param rejected messages that gave none and at least one rejection
 * @param ignored messages with nothing in them: tombstones, empty arrays
 * @param absent offsets that hold no message (transaction markers, compaction)
 * @param lost offsets that the queue had deleted before they were read; negative where the queue itself lost what had
 *     already been read, and so went back
 * @param rejections rejected messages and rejected elements of messages: rows, not messages
 * @param droppedParts malformed parts, for example one process of a list, left out of a message that was used
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

    /** The tally of a range of which nothing could be read. */
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
