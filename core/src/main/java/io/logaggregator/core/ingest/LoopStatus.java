package io.logaggregator.core.ingest;

import io.logaggregator.core.queue.Partition;
import java.time.Instant;
import java.util.Map;

/**
 * How a consumer loop is doing.
 *
 * @param since when it came into this state
 * @param reason why it waits or failed; empty otherwise
 * @param turnedAt when it last came round: a loop that is stuck does not
 * @param lag messages not yet read of each partition it reads
 */
public record LoopStatus(
        String name, State state, Instant since, String reason, Instant turnedAt, Map<Partition, Long> lag) {

    public LoopStatus {
        lag = Map.copyOf(lag);
    }

    /** What a loop does. */
    public enum State {
        STARTING,
        CONSUMING,
        /** A member of the group that has no partition to read: there are more members than partitions. */
        IDLE,
        WAITING_FOR_STORE,
        WAITING_FOR_QUEUE,
        /** Met a defect of this program, and begins anew after a while. */
        FAILED,
        STOPPED
    }
}
