package io.logaggregator.queue.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.MessagesRejectedException;
import io.logaggregator.core.queue.OffsetRange;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.QueueUnavailableException;
import io.logaggregator.testkit.TestKafka;
import io.logaggregator.testkit.contract.MemberReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behaviour specific to Kafka, beyond the contract of every queue. */
class KafkaQueueIT {

    private final TestKafka kafka = TestKafka.shared();
    private final String topic = "queue-" + UUID.randomUUID();
    private final KafkaQueue queue = open(Optional.empty(), Map.of());

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void poll_clearsPositionOfDeletedMessages() throws Exception {
        kafka.createTopic(topic, 1);
        publish(100);
        try (var member = new MemberReader(queue.openConsumer());
                var admin = admin()) {
            Partition partition = only(member.awaitAssigned(1));
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(60)))
                    .all()
                    .get();

            member.seek(partition, 10);

            assertThat(member.awaitUnpositioned(1)).containsExactly(Map.entry(partition, new OffsetRange(60, 100)));
            member.seek(partition, 60);
            assertThat(member.awaitMessages(40).getFirst().offset()).isEqualTo(60);
        }
    }

    @Test
    void partitions_areKnownOnceSomeAreAssigned() {
        kafka.createTopic(topic, 3);
        assertThat(queue.partitions()).isEmpty();
        try (var member = new MemberReader(queue.openConsumer())) {
            member.awaitAssigned(3);

            assertThat(queue.partitions()).isEqualTo(Map.of(topic, 3));
        }
    }

    @Test
    void poll_clearsPositionBeyondEnd() {
        kafka.createTopic(topic, 1);
        publish(10);
        try (var member = new MemberReader(queue.openConsumer())) {
            Partition partition = only(member.awaitAssigned(1));

            member.seek(partition, 500);

            assertThat(member.awaitUnpositioned(1)).containsExactly(Map.entry(partition, new OffsetRange(0, 10)));
        }
    }

    @Test
    void poll_skipsMarkersAndAbortedMessages() {
        kafka.createTopic(topic, 1);
        try (var member = new MemberReader(queue.openConsumer());
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers", kafka.bootstrapServers(), "transactional.id", topic),
                        new StringSerializer(),
                        new StringSerializer())) {
            Partition partition = only(member.readFromStart(1));
            producer.initTransactions();

            producer.beginTransaction();
            var _ = producer.send(new ProducerRecord<>(topic, "kept-1"));
            var _ = producer.send(new ProducerRecord<>(topic, "kept-2"));
            producer.commitTransaction();
            producer.beginTransaction();
            var _ = producer.send(new ProducerRecord<>(topic, "aborted"));
            producer.flush();
            producer.abortTransaction();

            member.awaitOffset(partition, 5); // two messages, a marker, one message, a marker
            assertThat(member.values()).containsExactly("kept-1", "kept-2");
        }
    }

    /** Messages behind an open transaction cannot be read yet, but they are in the queue. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void openTransaction_isLagAndNotCaughtUp(boolean commits) {
        kafka.createTopic(topic, 1);
        publish(3);
        try (var member = new MemberReader(queue.openConsumer());
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers", kafka.bootstrapServers(), "transactional.id", topic),
                        new StringSerializer(),
                        new StringSerializer())) {
            Partition partition = only(member.readFromStart(1));
            member.awaitMessages(3);
            member.pollUntil(() -> member.consumer().caughtUp().containsKey(partition));
            producer.initTransactions();
            producer.beginTransaction();
            var _ = producer.send(new ProducerRecord<>(topic, "of the transaction"));
            producer.flush();
            publish(2);
            Instant published = Instant.now();

            member.pollUntil(() -> member.consumer().lag().getOrDefault(partition, 0L) == 3);
            Instant end = Instant.now().plusSeconds(3);
            member.pollUntil(() -> {
                assertThat(member.consumer().lag()).containsEntry(partition, 3L);
                assertThat(member.consumer().caughtUp())
                        .allSatisfy((_, caughtUp) -> assertThat(caughtUp.at()).isBefore(published));
                return Instant.now().isAfter(end);
            });

            if (commits) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
            member.awaitMessages(commits ? 6 : 5);
            member.pollUntil(() -> member.consumer().lag().getOrDefault(partition, 1L) == 0
                    && member.consumer().caughtUp().containsKey(partition)
                    && member.consumer().caughtUp().get(partition).at().isAfter(published));
        }
    }

    @Test
    void poll_readsRecreatedTopicFromStart() throws Exception {
        kafka.createTopic(topic, 1);
        publish(20);
        try (var member = new MemberReader(queue.openConsumer());
                var admin = admin()) {
            Partition before = only(member.readFromStart(1));
            member.awaitMessages(20);

            admin.deleteTopics(List.of(topic)).all().get();
            member.pollUntil(() -> isGone(admin));
            kafka.createTopic(topic, 1);
            publish(5);

            Partition after = only(member.readFromStart(1));
            assertThat(after).isNotEqualTo(before);
            assertThat(after.topicId()).isNotEqualTo(before.topicId());
            List<Message> messages = member.awaitMessages(25);
            assertThat(messages.get(20).partition()).isEqualTo(after);
            assertThat(messages.get(20).offset()).isZero();
        }
    }

    @Test
    void poll_waitsForMissingTopic() {
        try (var member = new MemberReader(queue.openConsumer())) {
            assertThat(member.poll().isEmpty()).isTrue();
            assertThat(member.consumer().unpositioned()).isEmpty();

            kafka.createTopic(topic, 2);

            assertThat(member.readFromStart(2)).hasSize(2);
        }
    }

    @Test
    void publish_carriesTenMegabytes() {
        kafka.createTopic(topic, 1);
        byte[] value = "0123456789".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        try (var member = new MemberReader(queue.openConsumer())) {
            member.readFromStart(1);

            queue.publish(List.of(new OutgoingMessage(topic, null, value)));

            assertThat(member.awaitMessages(1).getFirst().value()).isEqualTo(value);
        }
    }

    @Test
    void publish_rejectsTooLargeMessageWithLimit() {
        kafka.createTopic(topic, 1);

        assertThatThrownBy(() -> queue.publish(List.of(new OutgoingMessage(topic, null, new byte[17_000_000]))))
                .isInstanceOf(MessagesRejectedException.class)
                .hasMessageContaining("17000000")
                .hasMessageContaining("16777216");
    }

    @Test
    void publish_storesNeighboursOfRejectedMessagesOnce() throws Exception {
        kafka.createTopic(topic, 1);
        limitMessages(20_000);
        byte[] large = new byte[60_000]; // exceeds the limit of the topic
        new SplittableRandom(7).nextBytes(large);
        byte[] larger = new byte[17_000_000]; // exceeds the limit of the client
        List<OutgoingMessage> messages = Stream.of("a", "b", "!large", "c", "!larger", "d", "e")
                .map(value -> new OutgoingMessage(
                        topic,
                        null,
                        switch (value) {
                            case "!large" -> large;
                            case "!larger" -> larger;
                            default -> value.getBytes(StandardCharsets.US_ASCII);
                        }))
                .toList();

        assertThatThrownBy(() -> queue.publish(messages))
                .isInstanceOfSatisfying(
                        MessagesRejectedException.class,
                        e -> assertThat(e.reasons()).containsOnlyKeys(2, 4));

        try (var member = new MemberReader(queue.openConsumer())) {
            member.readFromStart(1);
            publish(1);
            assertThat(member.awaitMessages(6))
                    .extracting(message -> new String(message.value(), StandardCharsets.US_ASCII))
                    .startsWith("a", "b", "c", "d", "e")
                    .hasSize(6);
        }
    }

    /** The producer is new to the partition: a broker accepts its second batch although the first one is rejected. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void publish_storesFollowingBatchesOnce_whenFirstBatchIsTooLarge(int tooLarge) throws Exception {
        kafka.createTopic(topic, 1);
        limitMessages(20_000);
        var random = new SplittableRandom(7);
        List<OutgoingMessage> messages = IntStream.range(0, 12)
                .mapToObj(i -> {
                    byte[] value = new byte[i == tooLarge ? 60_000 : 1_500];
                    random.nextBytes(value);
                    return new OutgoingMessage(topic, null, value);
                })
                .toList();

        try (var smallBatches = open(
                        Optional.empty(),
                        Map.of("batch.size", Integer.toString(61_000 + 1_600 * tooLarge), "linger.ms", "0"));
                var member = new MemberReader(queue.openConsumer())) {
            assertThatThrownBy(() -> smallBatches.publish(messages))
                    .isInstanceOfSatisfying(
                            MessagesRejectedException.class,
                            e -> assertThat(e.reasons()).containsOnlyKeys(tooLarge));

            member.readFromStart(1);
            publish(1);
            assertThat(member.awaitMessages(12)).hasSize(12);
        }
    }

    private void limitMessages(int bytes) throws Exception {
        try (Admin admin = admin()) {
            var limit = new AlterConfigOp(
                    new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(limit)))
                    .all()
                    .get();
        }
    }

    @Test
    void publish_reachesWaitingMember() {
        kafka.createTopic(topic, 1);
        try (var member = new MemberReader(queue.openConsumer())) {
            member.readFromStart(1);
            publish(1);
            member.awaitMessages(1);
            for (int i = 2; i <= 6; i++) {
                publish(1);
                member.awaitMessages(i);
            }
        }
    }

    @Test
    void instanceId_rejoinsWithoutRebalance() {
        kafka.createTopic(topic, 2);
        try (var before = open(Optional.of("server-1"), Map.of("session.timeout.ms", "60000"));
                var member = new MemberReader(before.openConsumer())) {
            member.readFromStart(2);
        }

        try (var after = open(Optional.of("server-1"), Map.of("session.timeout.ms", "60000"));
                var member = new MemberReader(after.openConsumer())) {
            assertThat(member.readFromStart(2)).hasSize(2); // well before the session of the previous member expires
        }
    }

    @Test
    void instanceId_usedTwiceFencesFirstMember() {
        kafka.createTopic(topic, 1);
        try (var one = open(Optional.of("server-1"), Map.of());
                var other = open(Optional.of("server-1"), Map.of());
                var first = new MemberReader(one.openConsumer());
                var second = new MemberReader(other.openConsumer())) {
            first.readFromStart(1);
            second.readFromStart(1);

            assertThatThrownBy(() -> first.pollUntil(() -> false))
                    .isInstanceOf(QueueUnavailableException.class)
                    .hasMessageContaining("FencedInstanceId");
        }
    }

    private boolean isGone(Admin admin) {
        try {
            return !admin.listTopics().names().get().contains(topic);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void publish(int count) {
        queue.publish(IntStream.range(0, count)
                .mapToObj(number -> new OutgoingMessage(topic, null, ("n" + number).getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    private KafkaQueue open(Optional<String> instanceId, Map<String, String> properties) {
        return new KafkaQueue(
                new KafkaQueueConfig(
                        kafka.bootstrapServers(),
                        "group-" + topic,
                        Set.of(topic),
                        instanceId,
                        1000,
                        16 << 20,
                        Duration.ofSeconds(10),
                        properties),
                InstantSource.system());
    }

    private Admin admin() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return Admin.create(settings);
    }

    private static Partition only(Set<Partition> partitions) {
        assertThat(partitions).hasSize(1);
        return partitions.iterator().next();
    }
}
