package io.logaggregator.queue.kafka;

import io.logaggregator.core.queue.QueueUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ids of the consumed topics. Kafka's consumer identifies topics by name only, and would continue in a recreated topic
 * at the position of the old one. Thread-safe.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-516%3A+Topic+Identifiers">KIP-516</a>
 */
final class TopicIds {

    private static final Logger log = LoggerFactory.getLogger(TopicIds.class);
    private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(1);

    private final ClusterAdmin cluster;
    private final Set<String> topics;
    private final Map<String, String> ids = new ConcurrentHashMap<>();
    private final Map<String, Integer> partitions = new ConcurrentHashMap<>();
    private final Set<String> missing = ConcurrentHashMap.newKeySet();
    private final AtomicLong refreshedAtNanos = new AtomicLong(System.nanoTime() - REFRESH_INTERVAL.toNanos());

    TopicIds(ClusterAdmin cluster, Set<String> topics) {
        this.cluster = cluster;
        this.topics = topics;
    }

    /** The last known id; empty while it is unknown or the topic does not exist. Never blocks. */
    Optional<String> find(String topic) {
        return Optional.ofNullable(ids.get(topic));
    }

    /** The last known numbers of partitions by topic. Never blocks. */
    Map<String, Integer> partitions() {
        return Map.copyOf(partitions);
    }

    /** Requests the ids at intervals, without waiting for the response. */
    void refresh() {
        long last = refreshedAtNanos.get();
        long now = System.nanoTime();
        if (now - last < REFRESH_INTERVAL.toNanos() || !refreshedAtNanos.compareAndSet(last, now)) {
            return;
        }
        try {
            cluster.describe(topics).forEach((topic, answer) -> {
                var _ = answer.whenComplete((description, failure) -> record(topic, description, failure));
            });
        } catch (QueueUnavailableException e) {
            log.debug("topic ids not refreshed", e);
        }
    }

    /** Requests the ids and waits for the response. */
    void lookUp() {
        for (Map.Entry<String, KafkaFuture<TopicDescription>> answer :
                cluster.describe(topics).entrySet()) {
            try {
                record(answer.getKey(), cluster.await(answer.getValue()), null);
            } catch (QueueUnavailableException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                record(answer.getKey(), null, e.getCause());
            }
        }
    }

    private void record(String topic, @Nullable TopicDescription description, @Nullable Throwable failure) {
        if (description != null) {
            ids.put(topic, description.topicId().toString());
            partitions.put(topic, description.partitions().size());
            if (missing.remove(topic)) {
                log.info("topic found: topic={}", topic);
            }
            return;
        }
        if (failure instanceof UnknownTopicOrPartitionException) {
            ids.remove(topic);
            partitions.remove(topic);
            if (missing.add(topic)) {
                log.warn("topic not found, waiting: topic={}", topic);
            }
        }
    }
}
