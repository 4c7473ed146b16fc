package io.logaggregator.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.queue.Batch;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OffsetRange;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.QueueConsumer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Contract of {@link MessageQueue}, to be inherited by the test of each adapter. A disabled test states the reason. */
public abstract class MessageQueueContract {

    private static final int MANY_MESSAGES = 10_000;
    private static final int MANY_BYTES = 16 << 20;

    private final List<AutoCloseable> opened = new ArrayList<>();

    /**
     * Creates a topic.
     *
     * @return its name
     */
    protected abstract String createTopic(int partitions);

    /** Opens a queue with consumers of one topic. */
    protected abstract MessageQueue open(String topic, String group, int maxBatchMessages, int maxBatchBytes);

    @AfterEach
    final void closeAll() throws Exception {
        for (AutoCloseable closeable : opened.reversed()) {
            closeable.close();
        }
    }

    @Test
    void check_passesForAvailableQueue() {
        open(createTopic(1)).check();
    }

    @Test
    void publish_carriesKeyAndValue() {
        String topic = createTopic(1);
        MessageQueue queue = open(topic);
        MemberReader member = member(queue);
        member.readFromStart(1);

        queue.publish(List.of(outgoing(topic, "web-1", "hello"), outgoing(topic, null, "")));

        List<Message> messages = member.awaitMessages(2);
        assertThat(messages.getFirst().key()).isEqualTo(bytes("web-1"));
        assertThat(messages.getFirst().value()).isEqualTo(bytes("hello"));
        assertThat(messages.getLast().key()).isNull();
        assertThat(messages.getLast().value()).isEmpty();
    }

    @Test
    void publish_carriesFormat() {
        String topic = createTopic(1);
        MessageQueue queue = open(topic);
        MemberReader member = member(queue);
        member.readFromStart(1);

        queue.publish(List.of(new OutgoingMessage(topic, null, bytes("{}"), "otlp"), outgoing(topic, null, "")));

        List<Message> messages = member.awaitMessages(2);
        assertThat(messages.getFirst().format()).isEqualTo("otlp");
        assertThat(messages.getLast().format()).isNull();
    }

    static List<String> invalidFormats() {
        return List.of("", "otlp\0", "ö", "two words", "x".repeat(10_000));
    }

    /** It could not be stored, or would be memory that nothing limits. */
    @ParameterizedTest
    @MethodSource("invalidFormats")
    void invalidFormat_isIgnored(String format) {
        String topic = createTopic(1);
        MessageQueue queue = open(topic);
        MemberReader member = member(queue);
        member.readFromStart(1);

        queue.publish(List.of(new OutgoingMessage(topic, null, bytes("{}"), format)));

        assertThat(member.awaitMessages(1).getFirst().format()).isNull();
    }

    @Test
    void publish_keepsTheOrderOfAKey() {
        String topic = createTopic(3);
        MessageQueue queue = open(topic);
        MemberReader member = member(queue);
        member.readFromStart(3);

        queue.publish(numbered(topic, "a", 500));
        queue.publish(numbered(topic, "b", 500));

        member.awaitMessages(1000);
        assertThat(member.values().stream().filter(value -> value.startsWith("a")))
                .isEqualTo(names("a", 500));
        assertThat(member.values().stream().filter(value -> value.startsWith("b")))
                .isEqualTo(names("b", 500));
    }

    @Test
    void unpositioned_returnsOffsetRanges() {
        String topic = createTopic(2);
        MessageQueue queue = open(topic);
        queue.publish(numbered(topic, "a", 7)); // one key, so one of the two partitions

        Map<Partition, OffsetRange> waiting = member(queue).awaitUnpositioned(2);

        assertThat(waiting.keySet()).extracting(Partition::number).containsExactlyInAnyOrder(0, 1);
        assertThat(waiting.values()).containsExactlyInAnyOrder(new OffsetRange(0, 7), new OffsetRange(0, 0));
    }

    @Test
    void poll_returnsNothingWithoutPosition() {
        String topic = createTopic(1);
        MessageQueue queue = open(topic);
        queue.publish(numbered(topic, "a", 5));
        MemberReader member = member(queue);
        Partition partition = only(member.awaitAssigned(1));

        for (int i = 0; i < 5; i++) {
            assertThat(member.poll().isEmpty()).isTrue();
        }
        member.seek(partition, 0);

        assertThat(member.awaitMessages(5)).hasSize(5);
    }

    @Test
    @Timeout(120)
    void poll_endsWhenPartitionsAreAssigned() {
        QueueConsumer consumer = member(open(createTopic(1))).consumer();

        assertThat(consumer.poll(Duration.ofMinutes(10)).isEmpty()).isTrue();

        assertThat(consumer.unpositioned()).hasSize(1);
    }

    @Test
    void seek_setsStartOfReading() {
        String topic = createTopic(1);
        MessageQueue queue = open(topic);
        queue.publish(numbered(topic, "a", 10));
        MemberReader member = member(queue);
        Partition partition = only(member.awaitAssigned(1));

        member.seek(partition, 6);

        member.awaitMessages(4);
        assertThat(member.values()).containsExactly("a6", "a7", "a8", "a9");
        assertThat(member.messages()).extracting(Message::offset).containsExactly(6L, 7L, 8L, 9L);
        assertThat(member.consumer().unpositioned()).isEmpty();
    }

    @Test
    void seek_isIgnoredForUnassignedPartition() {
        String topic = createTopic(1);
        MemberReader member = member(open(topic));
        member.readFromStart(1);

        member.consumer().seek(new Partition(topic, "another-incarnation", 0), 5);
        member.consumer().seek(new Partition("elsewhere", "elsewhere", 0), 5);

        assertThat(member.poll().isEmpty()).isTrue();
        assertThat(member.consumer().assigned()).hasSize(1);
    }

    @Test
    void clearPositions_dropsBufferedMessages() {
        String topic = createTopic(1);
        MessageQueue queue = open(topic, 10, MANY_BYTES);
        queue.publish(numbered(topic, "a", 100));
        MemberReader member = member(queue);
        Partition partition = only(member.readFromStart(1));
        member.awaitMessages(10);

        member.consumer().clearPositions(Set.of(partition));

        assertThat(member.poll().isEmpty()).isTrue();
        assertThat(member.awaitUnpositioned(1)).containsEntry(partition, new OffsetRange(0, 100));
        int given = member.messages().size();
        member.seek(partition, 3);
        member.awaitMessages(given + 97);
        assertThat(member.values().subList(given, given + 97))
                .isEqualTo(names("a", 100).subList(3, 100));
    }

    @Test
    void pause_returnsNothingUntilResume() {
        String topic = createTopic(1);
        MessageQueue queue = open(topic, 10, MANY_BYTES);
        queue.publish(numbered(topic, "a", 100));
        MemberReader member = member(queue);
        member.readFromStart(1);
        member.awaitMessages(10);

        member.consumer().pause();
        for (int i = 0; i < 5; i++) {
            assertThat(member.poll().isEmpty()).isTrue();
        }
        member.consumer().resume();

        member.awaitMessages(100);
        assertThat(member.values()).isEqualTo(names("a", 100));
    }

    @Test
    void poll_limitsMessages() {
        String topic = createTopic(2);
        MessageQueue queue = open(topic, 10, MANY_BYTES);
        queue.publish(numbered(topic, null, 95));
        MemberReader member = member(queue);
        member.readFromStart(2);

        member.awaitMessages(95);

        assertThat(member.batches())
                .allSatisfy(batch -> assertThat(sizeOf(batch)).isLessThanOrEqualTo(10));
    }

    @Test
    void poll_limitsBytesButReturnsOneMessage() {
        String topic = createTopic(1);
        MessageQueue queue = open(topic, MANY_MESSAGES, 10_000);
        String small = "s".repeat(3_000);
        String large = "l".repeat(30_000);
        List<String> values = List.of(small, small, small, small, large, small, large, large, small, small);
        queue.publish(values.stream().map(value -> outgoing(topic, null, value)).toList());
        MemberReader member = member(queue);
        member.readFromStart(1);

        member.awaitMessages(values.size());

        assertThat(member.values()).isEqualTo(values);
        assertThat(member.batches())
                .allSatisfy(batch -> assertThat(sizeOf(batch) == 1 || bytesOf(batch) <= 10_000)
                        .isTrue());
    }

    @Test
    void lag_countsMessagesNotReturned() {
        String topic = createTopic(1);
        MessageQueue queue = open(topic, 10, MANY_BYTES);
        queue.publish(numbered(topic, "a", 100));
        MemberReader member = member(queue);
        Partition partition = only(member.readFromStart(1));

        member.awaitMessages(10);
        assertThat(member.consumer().lag())
                .containsEntry(partition, 100L - member.messages().size());
        member.awaitMessages(100);
        assertThat(member.consumer().lag()).containsEntry(partition, 0L);
    }

    @Test
    void caughtUp_reportsPartitionsReadToEnd() {
        String topic = createTopic(1);
        MessageQueue queue = open(topic, 10, MANY_BYTES);
        Instant published = Instant.now();
        queue.publish(numbered(topic, "a", 100));
        MemberReader member = member(queue);
        Partition partition = only(member.readFromStart(1));

        member.awaitMessages(10);
        if (member.messages().size() < 100) {
            assertThat(member.consumer().caughtUp()).isEmpty();
        }
        member.awaitMessages(100);
        await().untilAsserted(() -> {
            member.poll();
            assertThat(member.consumer().caughtUp()).hasEntrySatisfying(partition, caughtUp -> {
                assertThat(caughtUp.offset()).isEqualTo(100);
                assertThat(caughtUp.at()).isBetween(published, Instant.now());
            });
        });
    }

    @Test
    void commit_isNeverReadBack() {
        String topic = createTopic(1);
        String group = newGroup();
        MessageQueue queue = keep(open(topic, group, MANY_MESSAGES, MANY_BYTES));
        queue.publish(numbered(topic, "a", 10));
        try (var member = new MemberReader(queue.openConsumer())) {
            Partition partition = only(member.readFromStart(1));
            member.awaitMessages(10);
            member.consumer().commit(Map.of(partition, 10L));
            member.poll();
        }

        MemberReader next = member(queue);

        assertThat(next.awaitUnpositioned(1).values()).containsExactly(new OffsetRange(0, 10));
        assertThat(next.poll().isEmpty()).isTrue();
    }

    @Test
    void wakeup_endsWaitingPoll() {
        String topic = createTopic(1);
        MemberReader member = member(open(topic));
        member.readFromStart(1);

        member.consumer().wakeup();

        long before = System.nanoTime();
        assertThat(member.consumer().poll(Duration.ofSeconds(20)).isEmpty()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void members_sharePartitionsAndTakeOver() {
        String topic = createTopic(4);
        MessageQueue queue = open(topic);
        MemberReader first = member(queue);
        first.readFromStart(4);
        queue.publish(numbered(topic, null, 1000));
        first.awaitMessages(1);

        try (var second = new MemberReader(queue.openConsumer())) {
            first.pollUntil(() -> {
                second.poll();
                second.consumer().unpositioned();
                return first.consumer().assigned().size() == 2
                        && second.consumer().assigned().size() == 2;
            });
            assertThat(first.consumer().assigned())
                    .doesNotContainAnyElementsOf(second.consumer().assigned());
        }

        assertThat(first.awaitAssigned(4)).hasSize(4);
        assertThat(first.awaitUnpositioned(2)).hasSize(2);
    }

    private MessageQueue open(String topic) {
        return open(topic, MANY_MESSAGES, MANY_BYTES);
    }

    private MessageQueue open(String topic, int maxBatchMessages, int maxBatchBytes) {
        return keep(open(topic, newGroup(), maxBatchMessages, maxBatchBytes));
    }

    private MemberReader member(MessageQueue queue) {
        QueueConsumer consumer = queue.openConsumer();
        return keep(new MemberReader(consumer));
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private static String newGroup() {
        return "group-" + UUID.randomUUID();
    }

    private static Partition only(Set<Partition> partitions) {
        assertThat(partitions).hasSize(1);
        return partitions.iterator().next();
    }

    private static int sizeOf(Batch batch) {
        return batch.slices().stream()
                .mapToInt(slice -> slice.messages().size())
                .sum();
    }

    private static int bytesOf(Batch batch) {
        return batch.slices().stream()
                .flatMap(slice -> slice.messages().stream())
                .mapToInt(Message::size)
                .sum();
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(number -> prefix + number).toList();
    }

    private static List<OutgoingMessage> numbered(String topic, @Nullable String key, int count) {
        return names(key == null ? "n" : key, count).stream()
                .map(value -> outgoing(topic, key, value))
                .toList();
    }

    private static OutgoingMessage outgoing(String topic, @Nullable String key, String value) {
        return new OutgoingMessage(topic, key == null ? null : bytes(key), bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
