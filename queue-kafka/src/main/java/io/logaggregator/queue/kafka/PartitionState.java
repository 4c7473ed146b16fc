package io.logaggregator.queue.kafka;

import io.logaggregator.core.queue.Partition;
import java.util.Optional;

/** State of an assigned partition. */
sealed interface PartitionState {

    /** The partition with its topic id; empty until the cluster has reported the id. */
    Optional<Partition> partition();

    /** Waits for a position. */
    record Waiting(Optional<Partition> partition) implements PartitionState {

        static final Waiting UNKNOWN = new Waiting(Optional.empty());
    }

    /**
     * Reads messages.
     *
     * @param next offset after the last message returned by the client
     */
    record Reading(Partition known, long next) implements PartitionState {

        @Override
        public Optional<Partition> partition() {
            return Optional.of(known);
        }
    }
}
