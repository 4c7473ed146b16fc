package io.logaggregator.core.ledger;

import io.logaggregator.core.queue.Partition;
import java.time.Instant;

/**
 * Counts of a partition since it was first read.
 *
 * @param first first offset that was read
 * @param next next offset to read
 * @param updatedAt time of the last step
 */
public record LedgerEntry(Partition partition, long first, long next, IngestCounts tally, Instant updatedAt) {

    /** Whether both equations of {@link IngestCounts} hold: every offset and every message is counted exactly once. */
    public boolean isBalanced() {
        return tally.isBalanced() && next - first == tally.messages() + tally.absent() + tally.lost();
    }
}
