package io.logaggregator.core.ledger;

import io.logaggregator.core.queue.Partition;
import java.time.Instant;

/**
 * What has been made of a partition since it was first read.
 *
 * @param first the offset at which reading began
 * @param next the offset to be read next
 * @param updatedAt when it last moved
 */
public record LedgerEntry(Partition partition, long first, long next, IngestCounts tally, Instant updatedAt) {

    /** Whether both equations of {@link IngestCounts} hold: each offset is accounted for, each message in one way. */
    public boolean isBalanced() {
        return tally.isBalanced() && next - first == tally.messages() + tally.absent() + tally.lost();
    }
}
