package io.logaggregator.deploy;

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

/** Log messages that carry the numbers 0, 1, 2..., which go into a topic until they are ended. */
final class NumberedMessages implements AutoCloseable {

    private static final int AT_ONCE = 20;
    private static final int APART_MILLIS = 20;
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
            List<Future<RecordMetadata>> answers = LongStream.range(issued, issued + AT_ONCE)
                    .mapToObj(this::send)
                    .toList();
            for (Future<RecordMetadata> answer : answers) {
                answer.get();
            }
            issued += AT_ONCE;
        } while (!ending.await(APART_MILLIS, TimeUnit.MILLISECONDS));
        return issued;
    }

    private Future<RecordMetadata> send(long number) {
        String value = "{\"host\":\"web-1\",\"message\":\"" + number + "\"}";
        return producer.send(new ProducerRecord<>(topic, Long.toString(number % KEYS), value));
    }

    /** Returns when the queue has all of them: how many. */
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
