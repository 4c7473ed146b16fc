package io.logaggregator.deploy.backup;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes log messages with the numbers 0, 1, 2... until stopped. */
final class NumberedMessages implements AutoCloseable {

    private static final int BATCH_SIZE = 20;
    private static final int INTERVAL_MILLIS = 20;
    private static final int KEYS = 50;

    private final CountDownLatch ending = new CountDownLatch(1);
    private final FutureTask<Long> publishing = new FutureTask<>(this::publish);
    private final KafkaProducer<String, String> producer;
    private final String topic;

    NumberedMessages(String bootstrapServers, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer());
        Thread.ofPlatform().daemon().name("numbered-messages").start(publishing);
    }

    private long publish() throws ExecutionException, InterruptedException {
        long issued = 0;
        do {
            List<Future<RecordMetadata>> acknowledgements = LongStream.range(issued, issued + BATCH_SIZE)
                    .mapToObj(this::send)
                    .toList();
            for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
            issued += BATCH_SIZE;
        } while (!ending.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
        return issued;
    }

    private Future<RecordMetadata> send(long number) {
        String value = "{\"host\":\"web-1\",\"message\":\"" + number + "\"}";
        return producer.send(new ProducerRecord<>(topic, Long.toString(number % KEYS), value));
    }

    /** Returns the number of messages when all are acknowledged. */
    long end() throws ExecutionException, InterruptedException {
        ending.countDown();
        return publishing.get();
    }

    @Override
    public void close() {
        ending.countDown();
        producer.close();
    }
}
