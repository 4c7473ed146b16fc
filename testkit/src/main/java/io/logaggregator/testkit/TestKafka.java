package io.logaggregator.testkit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** The Kafka broker that all tests of a build share. Thread-safe. */
public final class TestKafka {

    private static final TestKafka SHARED = new TestKafka();

    private final AtomicInteger topics = new AtomicInteger();

    private TestKafka() {}

    /** The broker, started on first use and stopped after the tests. */
    public static TestKafka shared() {
        return SHARED;
    }

    public String bootstrapServers() {
        return TestServers.bootstrapServers();
    }

    /**
     * Creates a topic.
     *
     * @return its name
     */
    public String createTopic(int partitions) {
        String name = TestServers.TOPIC_PREFIX + topics.incrementAndGet();
        createTopic(name, partitions);
        return name;
    }

    /** Creates a topic with a given name, which no other test may use. */
    public void createTopic(String name, int partitions) {
        try (Admin admin =
                Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("topic cannot be created: " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
