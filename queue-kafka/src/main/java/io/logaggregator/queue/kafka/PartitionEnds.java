package io.logaggregator.queue.kafka;

import io.logaggregator.core.queue.QueueUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ends of partitions, including messages of open transactions. The lag of Kafka's consumer ends at the last stable
 * offset under {@code read_committed}: behind an open transaction it is zero although messages wait. Owned by one thread.
 */
final class PartitionEnds {

    private static final Logger log = LoggerFactory.getLogger(PartitionEnds.class);
    private static final Duration REFRESH_INTERVAL = Duration.ofMillis(500);

    private final ClusterAdmin cluster;
    private final InstantSource clock;
    private final Map<TopicPartition, End> ends = new ConcurrentHashMap<>(); // written by the client's thread too
    private volatile boolean pending;
    private long refreshedAtNanos = System.nanoTime() - REFRESH_INTERVAL.toNanos();

    PartitionEnds(ClusterAdmin cluster, InstantSource clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /** The last known end; empty while it is unknown. Never blocks. */
    Optional<End> find(TopicPartition partition) {
        return Optional.ofNullable(ends.get(partition));
    }

    /** Removes the end of a partition, for example because the topic was recreated. */
    void clear(TopicPartition partition) {
        ends.remove(partition);
    }

    /** Requests the ends at intervals, without waiting for the response. */
    void refresh(Set<TopicPartition> partitions) {
        long now = System.nanoTime();
        if (partitions.isEmpty() || pending || now - refreshedAtNanos < REFRESH_INTERVAL.toNanos()) {
            return;
        }
        refreshedAtNanos = now;
        pending = true;
        Instant at = clock.instant();
        try {
            var _ = cluster.ends(partitions, (partition, offset) -> ends.put(partition, new End(offset, at)))
                    .whenComplete((_, _) -> pending = false);
        } catch (QueueUnavailableException e) {
            pending = false;
            log.debug("ends of partitions not refreshed", e);
        }
    }

    /**
     * The end of a partition.
     *
     * @param offset offset after the last message
     * @param at an instant at which this was not less than the end
     */
    record End(long offset, Instant at) {}
}
