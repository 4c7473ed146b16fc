package io.logaggregator.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.queue.Batch;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.OffsetRange;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.QueueConsumer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionFactory;

/**
 * A member of a consumer group in a test: polls until a condition holds, collects the messages, and asserts that the
 * slices of a partition join without gap or overlap. Not thread-safe.
 */
public final class MemberReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final QueueConsumer consumer;
    private final List<Batch> batches = new ArrayList<>();
    private final Map<Partition, Long> next = new HashMap<>();

    public MemberReader(QueueConsumer consumer) {
        this.consumer = consumer;
    }

    public QueueConsumer consumer() {
        return consumer;
    }

    /** Polls once, and collects the result. */
    public Batch poll() {
        Batch batch = consumer.poll(POLL);
        for (Batch.Slice slice : batch.slices()) {
            assertThat(next).containsEntry(slice.partition(), slice.from());
            next.put(slice.partition(), slice.to());
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batch;
    }

    /** Polls until the condition holds. */
    public void pollUntil(BooleanSupplier condition) {
        withTimeout().until(() -> {
            poll();
            return condition.getAsBoolean();
        });
    }

    /** Polls until exactly this number of partitions is assigned and known. */
    public Set<Partition> awaitAssigned(int partitions) {
        pollUntil(() -> {
            consumer.unpositioned();
            return consumer.assigned().size() == partitions;
        });
        return consumer.assigned();
    }

    /** Polls until this number of partitions waits for a position. */
    public Map<Partition, OffsetRange> awaitUnpositioned(int partitions) {
        Map<Partition, OffsetRange> waiting = new HashMap<>();
        pollUntil(() -> {
            waiting.clear();
            waiting.putAll(consumer.unpositioned());
            return waiting.size() == partitions;
        });
        return waiting;
    }

    public void seek(Partition partition, long offset) {
        next.put(partition, offset);
        consumer.seek(partition, offset);
    }

    /** Waits for this number of partitions, and seeks to their start. */
    public Set<Partition> readFromStart(int partitions) {
        Map<Partition, OffsetRange> waiting = awaitUnpositioned(partitions);
        waiting.forEach((partition, range) -> seek(partition, range.start()));
        return Set.copyOf(waiting.keySet());
    }

    /** Polls until this number of messages was received in total. */
    public List<Message> awaitMessages(int count) {
        pollUntil(() -> messages().size() >= count);
        return messages();
    }

    /** Polls until everything before an offset was returned, with or without messages. */
    public void awaitOffset(Partition partition, long offset) {
        pollUntil(() -> next.getOrDefault(partition, 0L) >= offset);
    }

    /** All received messages, in order. */
    public List<Message> messages() {
        return batches.stream()
                .flatMap(batch -> batch.slices().stream())
                .flatMap(slice -> slice.messages().stream())
                .toList();
    }

    /** The values of {@link #messages()} as text. */
    public List<String> values() {
        return messages().stream()
                .map(message -> new String(Objects.requireNonNull(message.value()), StandardCharsets.UTF_8))
                .toList();
    }

    /** The batches that were not empty. */
    public List<Batch> batches() {
        return List.copyOf(batches);
    }

    private static ConditionFactory withTimeout() {
        return await().atMost(TIMEOUT)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
