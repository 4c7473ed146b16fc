package io.logaggregator.core.ingest;

import io.logaggregator.core.queue.Partition;
import java.time.Instant;
import java.util.Map;

/**
 * The status of a consumer loop.
 *
 * @param since time of the last state change
 * @param reason the cause of waiting or failure; empty otherwise
 * @param lastRunAt end of the last iteration; it stops advancing when the loop hangs
 * @param lag number of unread messages, by assigned partition
 */
public record LoopStatus(
        String name, State state, Instant since, String reason, Instant lastRunAt, Map<Partition, Long> lag) {

    public LoopStatus {
        lag = Map.copyOf(lag);
    }

    /** The state of a loop. */
    public enum State {
        STARTING,
        CONSUMING,
        /** Assigned no partition, since the group has more members than partitions. */
        IDLE,
        WAITING_FOR_STORE,
        WAITING_FOR_QUEUE,
        /** Failed by a bug in this program; restarts after a backoff. */
        FAILED,
        STOPPED
    }
}
