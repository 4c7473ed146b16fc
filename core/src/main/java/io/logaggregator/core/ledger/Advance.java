package io.logaggregator.core.ledger;

import io.logaggregator.core.queue.Partition;
import java.time.Instant;
import java.util.Optional;

/**
 * A step of a partition's position, and what was made of the offsets between.
 *
 * @param from where the position must stand, or the step is refused
 * @param to where it stands afterwards; below {@code from} only where the queue itself went back
 * @param readUntil everything that was in the partition at this instant is stored with this step; empty if unknown. A
 *     step from a position to itself may tell nothing but this
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
