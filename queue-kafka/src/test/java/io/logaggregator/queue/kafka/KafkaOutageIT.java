package io.logaggregator.queue.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.QueueUnavailableException;
import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import io.logaggregator.testkit.contract.MemberReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outages of a broker of its own. */
class KafkaOutageIT {

    private static final String TOPIC = "logs";
    private static final Duration PUBLISH_TIMEOUT = Duration.ofSeconds(8);

    @TempDir
    private Path directory;

    private EmbeddedKafkaBroker broker;
    private KafkaQueue queue;

    @BeforeEach
    void start() {
        broker = EmbeddedKafkaBroker.start(directory, 0);
        broker.createTopics(List.of(TOPIC), 2);
        queue = new KafkaQueue(
                new KafkaQueueConfig(
                        broker.bootstrapServers(),
                        "group",
                        Set.of(TOPIC),
                        Optional.empty(),
                        100,
                        1 << 20,
                        PUBLISH_TIMEOUT,
                        Map.of()),
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        queue.close();
        broker.close();
    }

    @Test
    void consumer_resumesAfterOutage() {
        publish(0, 500);
        try (var member = new MemberReader(queue.openConsumer())) {
            member.readFromStart(2);
            member.awaitMessages(100);

            broker.close();
            for (int i = 0; i < 20; i++) {
                member.poll(); // returns buffered messages, then nothing; never fails
            }
            broker = EmbeddedKafkaBroker.start(directory, broker.port());
            publish(500, 1000);

            member.awaitMessages(1000);
            assertThat(member.values()).containsExactlyInAnyOrderElementsOf(numbers(0, 1000));
        }
    }

    @Test
    void caughtUp_staysDuringOutage() {
        publish(0, 100);
        try (var member = new MemberReader(queue.openConsumer())) {
            member.readFromStart(2);
            member.awaitMessages(100);
            await().until(() -> {
                member.poll();
                return member.consumer().caughtUp().size() == 2;
            });

            broker.close();
            Instant outageStart = Instant.now();
            await().until(() -> {
                member.poll();
                return Instant.now().isAfter(outageStart.plusSeconds(3));
            });

            assertThat(member.consumer().caughtUp().values())
                    .allSatisfy(caughtUp -> assertThat(caughtUp.at()).isBefore(outageStart));
            broker = EmbeddedKafkaBroker.start(directory, broker.port());
        }
    }

    @Test
    void unpositioned_throwsDuringOutage() {
        try (var member = new MemberReader(queue.openConsumer())) {
            member.awaitAssigned(2);
            broker.close();

            assertThatThrownBy(() -> member.consumer().unpositioned())
                    .isInstanceOf(QueueUnavailableException.class)
                    .hasMessageContaining(broker.bootstrapServers());
        }
    }

    @Test
    void publish_failsInTimeDuringOutageAndRecovers() {
        publish(0, 10);
        broker.close();

        long before = System.nanoTime();
        assertThatThrownBy(() -> publish(10, 20))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining(broker.bootstrapServers());
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMinutes(2));

        broker = EmbeddedKafkaBroker.start(directory, broker.port());
        publish(20, 30);
    }

    @Test
    void check_namesServersAndReason() {
        broker.close();

        assertThatThrownBy(queue::check)
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining(broker.bootstrapServers())
                .hasMessageContaining("no response within 3 s");
    }

    private void publish(int from, int to) {
        queue.publish(numbers(from, to).stream()
                .map(value -> new OutgoingMessage(TOPIC, null, value.getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }
}
