package io.logaggregator.core.ledger;

import io.logaggregator.core.queue.Partition;
import java.time.Instant;
import java.util.Optional;

/**
 * A step of a partition's position, with the counts of the offsets in between.
 *
 * @param from expected current position, or the step is rejected
 * @param to new position; below {@code from} only if the queue itself was reset
 * @param readUntil everything in the partition up to this instant is stored with this step; empty if unknown. A step
 *     without offsets may carry nothing but this
 */
public record Advance(Partition partition, long from, long to, IngestCounts tally, Optional<Instant> readUntil) {

    public Advance {
        if (to - from != tally.messages() + tally.absent() + tally.lost()) {
            throw new IllegalArgumentException(
                    "tally: " + tally + " (expected: messages + absent + lost = " + (to - from) + ")");
        }
    }

    public Advance(Partition partition, long from, long to, IngestCounts tally) {
        this(partition, from, to, tally, Optional.empty());
    }
}
