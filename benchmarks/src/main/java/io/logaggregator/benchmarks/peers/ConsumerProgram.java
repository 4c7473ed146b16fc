package io.logaggregator.benchmarks.peers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer as a team would write it in a day: two threads, each with a connection, and offsets that are committed after the
 * rows. So rows may be doubled after a crash, and the first message that is not JSON ends it.
 */
final class ConsumerProgram {

    private static final int THREADS = 2;

    /** Stores the messages of a batch in the transaction of a connection. */
    @FunctionalInterface
    interface Store {
        void store(ConsumerRecords<byte[], byte[]> records, Connection connection) throws Exception;
    }

    private ConsumerProgram() {}

    /** @param arguments broker, topic, group, and the database's URL, user and password */
    static void run(List<String> arguments, Store store) throws InterruptedException {
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(_ -> new Thread(() -> consume(arguments, store)))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @SuppressWarnings({"CatchAndPrintStackTrace", "SystemExitOutsideMain"})
    private static void consume(List<String> arguments, Store store) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", arguments.get(0),
                "group.id", arguments.get(2),
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false",
                "session.timeout.ms", "6000",
                "max.poll.records", "5000");
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                Connection connection =
                        DriverManager.getConnection(arguments.get(3), arguments.get(4), arguments.get(5))) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("set synchronous_commit = off");
            consumer.subscribe(List.of(arguments.get(1)));
            while (true) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
                if (!records.isEmpty()) {
                    store.store(records, connection);
                    connection.commit();
                    consumer.commitSync();
                }
            }
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }
}
