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
 * An idempotent Kafka producer: retries cause neither duplicates nor another order. Its timeout exceeds any outage. After
 * a timeout, the content of the queue is unknown and the run is invalid.
 */
final class Producer implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

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
                        Math.toIntExact(TIMEOUT.toMillis()),
                        "max.block.ms",
                        TIMEOUT.toMillis(),
                        "request.timeout.ms",
                        5_000,
                        "reconnect.backoff.max.ms",
                        500,
                        "buffer.memory",
                        4L << 20),
                new StringSerializer(),
                new StringSerializer());
    }

    /** A message. Messages with the same key keep their order. */
    record Item(String key, String value) {}

    /** Returns when the broker has acknowledged all messages. */
    void append(String topic, List<Item> items) throws InterruptedException {
        List<Future<RecordMetadata>> acknowledgements = items.stream()
                .map(item -> client.send(new ProducerRecord<>(topic, item.key(), item.value())))
                .toList();
        for (Future<RecordMetadata> acknowledgement : acknowledgements) {
            try {
                acknowledgement.get(TIMEOUT.multipliedBy(2).toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("messages are not acknowledged: topic=" + topic, e);
            }
        }
    }

    @Override
    public void close() {
        client.close(CLOSE_TIMEOUT);
    }
}
