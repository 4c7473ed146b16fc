package io.logaggregator.queue.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Configuration of a queue on a Kafka cluster.
 *
 * @param bootstrapServers {@code host:port}, several with commas
 * @param groupId the consumer group; its members share the partitions
 * @param topics topics that consumers read; may be empty without consumers. Missing topics are waited for
 * @param instanceId gives members ids that survive a restart ({@code <instanceId>-0}, {@code -1} …), so that a
 *     restarted member rejoins without a rebalance; unique per instance. In return, the partitions of a member that
 *     left for good are reassigned only after {@code session.timeout.ms}
 * @param maxBatchMessages 1 or more
 * @param maxBatchBytes of keys and values; a single larger message is a batch of its own
 * @param publishTimeout for appending messages, all acknowledgements included; at least 100 ms
 * @param properties further properties of the Kafka clients, for example {@code security.protocol}
 * @see <a href="https://kafka.apache.org/documentation/#consumerconfigs">Kafka, consumer configuration</a>
 */
public record KafkaQueueConfig(
        String bootstrapServers,
        String groupId,
        Set<String> topics,
        Optional<String> instanceId,
        int maxBatchMessages,
        int maxBatchBytes,
        Duration publishTimeout,
        Map<String, String> properties) {

    private static final Duration MIN_PUBLISH_TIMEOUT = Duration.ofMillis(100);

    public KafkaQueueConfig {
        topics = Set.copyOf(topics);
        properties = Map.copyOf(properties);
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrapServers: empty (expected: host:port, several with commas)");
        }
        if (groupId.isBlank()) {
            throw new IllegalArgumentException("groupId: empty (expected: the name of a consumer group)");
        }
        if (maxBatchMessages < 1) {
            throw new IllegalArgumentException("maxBatchMessages: " + maxBatchMessages + " (expected: 1 or more)");
        }
        if (maxBatchBytes < 1) {
            throw new IllegalArgumentException("maxBatchBytes: " + maxBatchBytes + " (expected: 1 or more)");
        }
        if (publishTimeout.compareTo(MIN_PUBLISH_TIMEOUT) < 0) {
            throw new IllegalArgumentException(
                    "publishTimeout: " + publishTimeout + " (expected: " + MIN_PUBLISH_TIMEOUT + " or more)");
        }
    }
}
