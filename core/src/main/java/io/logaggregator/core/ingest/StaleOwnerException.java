package io.logaggregator.core.ingest;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.queue.Partition;
import java.util.Set;

/**
 * Somebody else has moved a position since it was read: another consumer owns the partition, or did for a while. Roll
 * back, read the position again, go on from there.
 */
public final class StaleOwnerException extends AggregatorException {

    private final Set<Partition> partitions;

    public StaleOwnerException(Set<Partition> partitions) {
        super("positions moved by another consumer: " + partitions, null);
        this.partitions = Set.copyOf(partitions);
    }

    /** Those whose position is not where it was expected. */
    public Set<Partition> partitions() {
        return partitions;
    }
}
