package io.logaggregator.core.ledger;

import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import java.time.Instant;
import java.util.Optional;

/**
 * A step of a partition's position, with the counts of the offsets in between.
 *
 * @param from expected current position, or the step is rejected
 * @param to new position; below {@code from} only if the queue itself was reset
 * @param tally counts a message with the step that stores its last element, and rows with the step that stores them
 * @param readUntil everything in the partition up to this instant is stored with this step; empty if unknown. A step
 *     without offsets may carry nothing but this
 */
public record Advance(
        Partition partition, Position from, Position to, IngestCounts tally, Optional<Instant> readUntil) {

    public Advance {
        long offsets = to.offset() - from.offset();
        if (offsets != tally.messages() + tally.absent() + tally.lost()) {
            throw new IllegalArgumentException(
                    "tally: " + tally + " (expected: messages + absent + lost = " + offsets + ")");
        }
    }

    /** This step with more metric samples. */
    public Advance withMetricSamples(long more) {
        IngestCounts samples = new IngestCounts(0, 0, 0, 0, 0, 0, 0, more, 0, 0, 0);
        return new Advance(partition, from, to, tally.plus(samples), readUntil);
    }
}
