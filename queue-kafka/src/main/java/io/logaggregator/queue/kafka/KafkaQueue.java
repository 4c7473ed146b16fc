package io.logaggregator.queue.kafka;

import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.QueueConsumer;
import io.logaggregator.core.queue.QueueUnavailableException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;

/** {@link MessageQueue} on a Kafka cluster. Close its consumers first. */
public final class KafkaQueue implements MessageQueue {

    private final KafkaQueueConfig config;
    private final ClientSettings settings;
    private final InstantSource clock;
    private final ClusterAdmin cluster;
    private final TopicIds topicIds;
    private final KafkaPublisher publisher;
    private final Optional<InstanceIds> instanceIds;

    /**
     * Does not connect yet.
     *
     * @throws IllegalArgumentException when a property is unknown or its value is invalid
     */
    public KafkaQueue(KafkaQueueConfig config, InstantSource clock) {
        this.config = config;
        this.settings = new ClientSettings(config);
        this.clock = clock;
        this.cluster = new ClusterAdmin(settings, config.bootstrapServers());
        this.topicIds = new TopicIds(cluster, config.topics());
        this.publisher = new KafkaPublisher(settings, config);
        this.instanceIds = config.instanceId().map(InstanceIds::new);
    }

    @Override
    public QueueConsumer openConsumer() {
        if (config.topics().isEmpty()) {
            throw new IllegalStateException("topics: none (expected: at least one to consume)");
        }
        Optional<String> instance = instanceIds.map(InstanceIds::acquire);
        Runnable release = () -> instanceIds.ifPresent(ids -> instance.ifPresent(ids::release));
        try {
            var consumer = new KafkaConsumer<byte[], byte[]>(settings.consumer(instance));
            return new KafkaQueueConsumer(consumer, cluster, topicIds, config, clock, release);
        } catch (KafkaException e) { // for example an unknown host name
            release.run();
            throw new QueueUnavailableException("Kafka at " + config.bootstrapServers() + ": " + KafkaErrors.of(e), e);
        }
    }

    @Override
    public void publish(List<OutgoingMessage> messages) {
        publisher.publish(messages);
    }

    @Override
    public void check() {
        cluster.check();
    }

    @Override
    public Map<String, Integer> partitions() {
        return topicIds.partitions();
    }

    @Override
    public void close() {
        publisher.close();
        cluster.close();
    }
}
