package io.logaggregator.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Appends to the queue, idempotently: what is sent again after a lost answer is there once, and in order. It asks until
 * it is told, for longer than any outage; should that not do, nobody knows what is in the queue, and the run is void.
 */
final class Producer implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final KafkaProducer<String, String> client;

    Producer(String bootstrapServers) {
        client = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "enable.idempotence",
                        true,
                        "acks",
                        "all",
                        "delivery.timeout.ms",
                        Math.toIntExact(LIMIT.toMillis()),
                        "max.block.ms",
                        LIMIT.toMillis(),
                        "request.timeout.ms",
                        5_000,
                        "reconnect.backoff.max.ms",
                        500,
                        "buffer.memory",
                        4L << 20),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Something to append; what has the same key stays in its order. */
    record Item(String key, String value) {}

    /** Appends all of it, and returns when the queue has it. */
    void append(String topic, List<Item> items) throws InterruptedException {
        List<Future<RecordMetadata>> answers = items.stream()
                .map(item -> client.send(new ProducerRecord<>(topic, item.key(), item.value())))
                .toList();
        for (Future<RecordMetadata> answer : answers) {
            try {
                answer.get(LIMIT.multipliedBy(2).toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("the queue does not say whether it has what was sent to " + topic, e);
            }
        }
    }

    @Override
    public void close() {
        client.close(CLOSE_LIMIT);
    }
}
