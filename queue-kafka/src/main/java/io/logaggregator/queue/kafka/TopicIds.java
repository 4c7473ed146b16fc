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
 * The ids of the topics that are consumed. Kafka's consumer goes by names only: it would read a topic that was deleted and
 * made again on from where it was in the old one. Thread-safe.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-516%3A+Topic+Identifiers">KIP-516</a>
 */
final class TopicIds {

    private static final Logger log = LoggerFactory.getLogger(TopicIds.class);
    private static final Duration REFRESH = Duration.ofSeconds(1);

    private final ClusterAdmin cluster;
    private final Set<String> topics;
    private final Map<String, String> ids = new ConcurrentHashMap<>();
    private final Set<String> missing = ConcurrentHashMap.newKeySet();
    private final AtomicLong refreshedAtNanos = new AtomicLong(System.nanoTime() - REFRESH.toNanos());

    TopicIds(ClusterAdmin cluster, Set<String> topics) {
        this.cluster = cluster;
        this.topics = topics;
    }

    /** The id as of the last look; empty while it is not known or the topic does not exist. Never waits. */
    Optional<String> find(String topic) {
        return Optional.ofNullable(ids.get(topic));
    }

    /** Asks the cluster now and then, without waiting for the answer. */
    void refresh() {
        long last = refreshedAtNanos.get();
        long now = System.nanoTime();
        if (now - last < REFRESH.toNanos() || !refreshedAtNanos.compareAndSet(last, now)) {
            return;
        }
        try {
            cluster.describe(topics).forEach((topic, answer) -> {
                var _ = answer.whenComplete((description, failure) -> note(topic, description, failure));
            });
        } catch (QueueUnavailableException e) {
            log.debug("topic ids not refreshed", e);
        }
    }

    /** Asks the cluster now, and waits for the answer. */
    void lookUp() {
        for (Map.Entry<String, KafkaFuture<TopicDescription>> answer :
                cluster.describe(topics).entrySet()) {
            try {
                note(answer.getKey(), cluster.await(answer.getValue()), null);
            } catch (QueueUnavailableException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                note(answer.getKey(), null, e.getCause());
            }
        }
    }

    private void note(String topic, @Nullable TopicDescription description, @Nullable Throwable failure) {
        if (description != null) {
            ids.put(topic, description.topicId().toString());
            if (missing.remove(topic)) {
                log.info("topic has appeared: topic={}", topic);
            }
            return;
        }
        if (failure instanceof UnknownTopicOrPartitionException) {
            ids.remove(topic);
            if (missing.add(topic)) {
                log.warn("topic does not exist, waiting for it: topic={}", topic);
            }
        }
    }
}
