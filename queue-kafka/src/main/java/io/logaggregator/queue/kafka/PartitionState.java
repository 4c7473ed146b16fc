package io.logaggregator.queue.kafka;

import io.logaggregator.core.queue.Partition;
import java.util.Optional;

/** How far a member is with a partition that was assigned to it. */
sealed interface PartitionState {

    /** Which incarnation of the topic it belongs to; empty until the cluster has said. */
    Optional<Partition> partition();

    /** Nothing is read until a position is given. */
    record Waiting(Optional<Partition> partition) implements PartitionState {

        static final Waiting UNKNOWN = new Waiting(Optional.empty());
    }

    /**
     * Messages are read.
     *
     * @param next the offset up to which the client has given messages
     */
    record Reading(Partition known, long next) implements PartitionState {

        @Override
        public Optional<Partition> partition() {
            return Optional.of(known);
        }
    }
}
