package io.logaggregator.core.ingest;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.queue.Partition;
import java.util.Set;

/**
 * Another consumer moved a position since it was read: it owns the partition, or owned it temporarily. The caller reads
 * the positions again and continues from there.
 */
public final class StaleOwnerException extends AggregatorException {

    private final Set<Partition> partitions;

    public StaleOwnerException(Set<Partition> partitions) {
        super("positions moved by another consumer: " + partitions, null);
        this.partitions = Set.copyOf(partitions);
    }

    /** The partitions with an unexpected position. */
    public Set<Partition> partitions() {
        return partitions;
    }
}
