package io.logaggregator.queue.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Settings of the three Kafka clients: defaults, overridden by configured properties, overridden by fixed values. */
final class ClientSettings {

    /** Properties that would break the contract of the port, or duplicate a setting of the queue. */
    private static final Set<String> RESERVED = Set.of(
            "bootstrap.servers",
            "group.id",
            "group.instance.id",
            "group.protocol",
            "enable.auto.commit",
            "auto.offset.reset",
            "max.poll.records",
            "key.deserializer",
            "value.deserializer",
            "key.serializer",
            "value.serializer");

    private static final int MAX_MESSAGE_BYTES = 16 << 20;
    private static final int MAX_PARTITION_FETCH_BYTES = 4 << 20;
    private static final int LINGER_MILLIS = 5;

    private final KafkaQueueConfig config;

    /** Rejects unknown properties and invalid values, by name. */
    ClientSettings(KafkaQueueConfig config) {
        this.config = config;
        config.properties().keySet().forEach(ClientSettings::requireAllowed);
        try {
            var _ = new ConsumerConfig(consumer(Optional.empty()));
            var _ = new ProducerConfig(producer());
            var _ = new AdminClientConfig(admin(1));
        } catch (ConfigException e) {
            throw new IllegalArgumentException("Kafka properties: " + e.getMessage(), e);
        }
    }

    private static void requireAllowed(String name) {
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException(
                    "Kafka property " + name + ": reserved (expected: the corresponding setting of the queue)");
        }
        if (!ConsumerConfig.configNames().contains(name)
                && !ProducerConfig.configNames().contains(name)
                && !AdminClientConfig.configNames().contains(name)) {
            throw new IllegalArgumentException("Kafka property " + name
                    + ": unknown (expected: a setting of Kafka's consumer, producer or admin)");
        }
    }

    Map<String, Object> consumer(Optional<String> instance) {
        Map<String, Object> settings = withShortLoginTimeouts();
        settings.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        settings.put("isolation.level", "read_committed");
        settings.put("allow.auto.create.topics", false);
        // The partitions of a dead member are reassigned after this; the default is 45 s.
        settings.put("session.timeout.ms", 10_000);
        settings.put("heartbeat.interval.ms", 1_000);
        // New partitions of a topic are discovered after this; the default is 5 min.
        settings.put("metadata.max.age.ms", 30_000);
        // A fetch waits for more messages, so that a low rate does not cause a transaction per message.
        settings.put("fetch.min.bytes", 64 << 10);
        settings.put("fetch.max.wait.ms", 50);
        settings.put("fetch.max.bytes", config.maxBatchBytes());
        settings.put("max.partition.fetch.bytes", Math.min(config.maxBatchBytes(), MAX_PARTITION_FETCH_BYTES));
        override(settings, ConsumerConfig.configNames());
        settings.put("group.id", config.groupId());
        instance.ifPresent(id -> settings.put("group.instance.id", id));
        settings.put("group.protocol", "classic"); // the newer protocol has no client-side cooperative assignor
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "none");
        settings.put("max.poll.records", config.maxBatchMessages());
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        return settings;
    }

    Map<String, Object> producer() {
        int timeout = Math.toIntExact(config.publishTimeout().toMillis());
        Map<String, Object> settings = withShortLoginTimeouts();
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        // A broker accepts any first sequence number of a new producer. With more requests it stores the second batch
        // although the first one is too large, and rejects the parts of the first one until the delivery timeout.
        settings.put("max.in.flight.requests.per.connection", 1);
        settings.put("compression.type", "lz4");
        settings.put("linger.ms", LINGER_MILLIS);
        settings.put("batch.size", 128 << 10);
        settings.put("max.request.size", MAX_MESSAGE_BYTES);
        settings.put("max.block.ms", timeout);
        settings.put("delivery.timeout.ms", timeout);
        settings.put("request.timeout.ms", timeout - 2 * LINGER_MILLIS);
        override(settings, ProducerConfig.configNames());
        settings.put("key.serializer", ByteArraySerializer.class);
        settings.put("value.serializer", ByteArraySerializer.class);
        return settings;
    }

    /** @param timeoutMillis of each request, retries included */
    Map<String, Object> admin(int timeoutMillis) {
        Map<String, Object> settings = withShortLoginTimeouts();
        override(settings, AdminClientConfig.configNames());
        settings.put("default.api.timeout.ms", timeoutMillis);
        settings.put("request.timeout.ms", timeoutMillis);
        return settings;
    }

    /**
     * Timeouts of OAuth logins. A client requests its token when it is created, which blocks the caller for up to 10 s
     * by default. Failed clients are created again until the login succeeds.
     */
    private static Map<String, Object> withShortLoginTimeouts() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("sasl.login.connect.timeout.ms", 1_000);
        settings.put("sasl.login.read.timeout.ms", 2_000);
        settings.put("sasl.login.retry.backoff.max.ms", 1_000);
        return settings;
    }

    private void override(Map<String, Object> settings, Set<String> known) {
        settings.put("bootstrap.servers", config.bootstrapServers());
        config.properties().forEach((name, value) -> {
            if (known.contains(name)) {
                settings.put(name, value);
            }
        });
    }
}
