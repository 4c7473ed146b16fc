package io.logaggregator.benchmarks.environment;

import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.queue.kafka.KafkaQueueConfig;
import io.logaggregator.testkit.TestKafka;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A topic for one measurement. */
public record Topic(String name) {

    private static final int PARTITIONS = 4;
    private static final int BATCH_MESSAGES = 5_000;
    private static final int BATCH_BYTES = 16 << 20;

    /** With the default number of partitions. */
    public static Topic create() {
        return create(PARTITIONS);
    }

    public static Topic create(int partitions) {
        return new Topic(TestKafka.shared().createTopic(partitions));
    }

    /** With the default batch limits of the server. */
    public KafkaQueue queue(String group) {
        return new KafkaQueue(
                new KafkaQueueConfig(
                        TestKafka.shared().bootstrapServers(),
                        name + "-" + group,
                        Set.of(name),
                        Optional.empty(),
                        BATCH_MESSAGES,
                        BATCH_BYTES,
                        Duration.ofSeconds(30),
                        Map.of()),
                InstantSource.system());
    }

    /** Appends to this topic, regardless of the topic in the messages. */
    public void publish(KafkaQueue queue, List<OutgoingMessage> messages) {
        queue.publish(messages.stream()
                .map(message -> new OutgoingMessage(name, message.key(), message.value()))
                .toList());
    }
}
