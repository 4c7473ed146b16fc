package io.logaggregator.testkit;

import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The Kafka broker that all tests of a JVM share. Thread-safe. */
public final class TestKafka {

    private final EmbeddedKafkaBroker broker;
    private final AtomicInteger topics = new AtomicInteger();

    private TestKafka(EmbeddedKafkaBroker broker) {
        this.broker = broker;
    }

    /** The broker, started on first use and stopped at the end of the JVM. */
    public static TestKafka shared() {
        return Shared.INSTANCE;
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /**
     * Creates a topic.
     *
     * @return its name
     */
    public String createTopic(int partitions) {
        String name = "test-" + topics.incrementAndGet();
        createTopic(name, partitions);
        return name;
    }

    /** Creates a topic with a given name. */
    public void createTopic(String name, int partitions) {
        broker.createTopics(List.of(name), partitions);
    }

    private static final class Shared {

        static final TestKafka INSTANCE = start();

        private static TestKafka start() {
            var broker = EmbeddedKafkaBroker.start(TemporaryDirectory.create("kafka"), 0);
            TemporaryDirectory.closeBeforeDeletion(broker);
            return new TestKafka(broker);
        }
    }
}
