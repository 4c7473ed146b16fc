package io.logaggregator.queue.kafka;

import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.QueueConsumer;
import io.logaggregator.core.queue.QueueUnavailableException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jpountz.lz4.LZ4Factory;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link MessageQueue} on a Kafka cluster. Close its consumers first. */
public final class KafkaQueue implements MessageQueue {

    private static final Logger log = LoggerFactory.getLogger(KafkaQueue.class);

    static {
        loadNativeLz4();
    }

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

    /** In an executable jar, the lz4 library of Kafka's client uses its native code only if it is loaded already. */
    private static void loadNativeLz4() {
        try {
            LZ4Factory.nativeInstance();
        } catch (LinkageError | AssertionError | RuntimeException e) { // for example no directory for temporary files
            log.debug("native lz4 not loaded, lz4 in Java is used", e);
        }
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
