package io.logaggregator.queue.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.logaggregator.core.queue.Batch;
import io.logaggregator.core.queue.Batch.Slice;
import io.logaggregator.core.queue.CaughtUp;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.OffsetRange;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.QueueConsumer;
import io.logaggregator.core.queue.QueueUnavailableException;
import io.logaggregator.core.queue.TraceParent;
import io.logaggregator.queue.kafka.PartitionState.Reading;
import io.logaggregator.queue.kafka.PartitionState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of a consumer group. Kafka's consumer requires a position for every assigned partition, so a partition that
 * waits for its position is paused at offset 0.
 */
final class KafkaQueueConsumer implements QueueConsumer {

    private static final Logger log = LoggerFactory.getLogger(KafkaQueueConsumer.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** Bytes; names of formats and {@code traceparent} are shorter. */
    private static final int MAX_HEADER_LENGTH = 100;

    private final Consumer<byte[], byte[]> consumer;
    private final ClusterAdmin cluster;
    private final TopicIds topicIds;
    private final PartitionEnds ends;
    private final InstantSource clock;
    private final Runnable afterClose;
    private final Map<TopicPartition, PartitionState> states = new HashMap<>();
    private final SliceBuffer buffer;
    private final Map<Partition, CaughtUp> caughtUp = new HashMap<>();
    private boolean paused;

    KafkaQueueConsumer(
            Consumer<byte[], byte[]> consumer,
            ClusterAdmin cluster,
            TopicIds topicIds,
            KafkaQueueConfig config,
            InstantSource clock,
            Runnable afterClose) {
        this.consumer = consumer;
        this.cluster = cluster;
        this.topicIds = topicIds;
        this.ends = new PartitionEnds(cluster, clock);
        this.clock = clock;
        this.afterClose = afterClose;
        this.buffer = new SliceBuffer(config.maxBatchBytes());
        consumer.subscribe(config.topics(), new Assignment());
    }

    @Override
    public Batch poll(Duration timeout) {
        topicIds.refresh();
        ends.refresh(positioned());
        if (buffer.isEmpty() || paused) {
            bufferRecords(fetch(timeout));
        }
        recordCaughtUp();
        resetRecreatedTopics();
        return paused ? new Batch(List.of()) : buffer.take();
    }

    private ConsumerRecords<byte[], byte[]> fetch(Duration timeout) {
        try {
            return consumer.poll(timeout);
        } catch (WakeupException e) {
            log.trace("woken up", e);
        } catch (InvalidOffsetException e) {
            log.info("positions out of range: reason={}", e.getMessage());
            e.partitions().forEach(this::awaitPosition);
        } catch (RetriableException e) {
            log.debug("poll failed, Kafka's client retries", e);
        } catch (InterruptException e) { // the interrupt is still set
            throw new QueueUnavailableException("interrupted while polling Kafka", e);
        } catch (KafkaException e) {
            throw new QueueUnavailableException("Kafka's consumer failed: " + KafkaErrors.of(e), e);
        }
        return ConsumerRecords.empty();
    }

    /** Advances the position also without messages, since transaction markers occupy offsets. */
    private void bufferRecords(ConsumerRecords<byte[], byte[]> records) {
        Instant receivedAt = clock.instant();
        records.nextOffsets().forEach((key, next) -> {
            if (states.get(key) instanceof Reading(Partition partition, long from) && next.offset() > from) {
                buffer.add(new Slice(
                        partition, from, next.offset(), messages(partition, records.records(key), receivedAt)));
                states.put(key, new Reading(partition, next.offset()));
            }
        });
    }

    private static List<Message> messages(
            Partition partition, List<ConsumerRecord<byte[], byte[]>> records, Instant receivedAt) {
        List<Message> messages = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Instant timestamp = record.timestamp() < 0 ? receivedAt : Instant.ofEpochMilli(record.timestamp());
            messages.add(new Message(
                    partition,
                    record.offset(),
                    timestamp,
                    receivedAt,
                    record.key(),
                    record.value(),
                    header(record.headers(), Message.FORMAT_HEADER),
                    traceId(header(record.headers(), TraceParent.HEADER)),
                    0));
        }
        return messages;
    }

    /** The value of a header, if it is a word of a usual length. */
    private static @Nullable String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null || header.value().length > MAX_HEADER_LENGTH) {
            return null;
        }
        String value = new String(header.value(), US_ASCII);
        return !value.isEmpty() && value.chars().allMatch(character -> character > ' ' && character < 0x7f)
                ? value
                : null;
    }

    private static @Nullable String traceId(@Nullable String traceParent) {
        return traceParent == null ? null : TraceParent.traceId(traceParent).orElse(null);
    }

    private Set<TopicPartition> positioned() {
        Set<TopicPartition> positioned = new HashSet<>();
        states.forEach((key, state) -> {
            if (state instanceof Reading) {
                positioned.add(key);
            }
        });
        return positioned;
    }

    private void recordCaughtUp() {
        states.forEach((key, state) -> {
            if (state instanceof Reading(Partition partition, long next)) {
                ends.find(key)
                        .filter(end -> end.offset() <= next)
                        .ifPresent(end -> caughtUp.put(partition, new CaughtUp(next, end.at())));
            }
        });
    }

    @Override
    public Map<Partition, CaughtUp> caughtUp() {
        Map<Partition, CaughtUp> reported = new HashMap<>();
        states.values().forEach(state -> {
            if (state instanceof Reading(Partition partition, long next) && buffer.count(partition) == 0) {
                CaughtUp known = caughtUp.get(partition);
                if (known != null && known.offset() == next) {
                    reported.put(partition, known);
                }
            }
        });
        caughtUp.keySet().retainAll(reported.keySet());
        return reported;
    }

    private void resetRecreatedTopics() {
        Set<TopicPartition> outdated = new HashSet<>();
        states.forEach((key, state) -> {
            String known = state.partition().map(Partition::topicId).orElse("");
            if (state instanceof Reading
                    && !topicIds.find(key.topic()).orElse(known).equals(known)) {
                outdated.add(key);
            }
        });
        if (!outdated.isEmpty()) {
            log.warn("topic was recreated, reading restarts: partitions={}", outdated);
            outdated.forEach(this::awaitPosition);
        }
    }

    @Override
    public Set<Partition> assigned() {
        Set<Partition> assigned = new HashSet<>();
        states.values().forEach(state -> state.partition().ifPresent(assigned::add));
        return assigned;
    }

    @Override
    public Map<Partition, OffsetRange> unpositioned() {
        List<TopicPartition> waiting = states.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Waiting)
                .map(Map.Entry::getKey)
                .toList();
        if (waiting.isEmpty()) {
            return Map.of();
        }
        topicIds.lookUp();
        Map<Partition, OffsetRange> unpositioned = new HashMap<>();
        cluster.ranges(waiting)
                .forEach((key, range) -> topicIds.find(key.topic()).ifPresent(id -> {
                    Partition partition = new Partition(key.topic(), id, key.partition());
                    states.put(key, new Waiting(Optional.of(partition)));
                    unpositioned.put(partition, range);
                }));
        return unpositioned;
    }

    @Override
    public void seek(Partition partition, long offset) {
        TopicPartition key = keyOf(partition);
        if (!isMine(partition)) {
            return;
        }
        buffer.drop(partition);
        ends.clear(key);
        consumer.seek(key, offset);
        states.put(key, new Reading(partition, offset));
        if (!paused) {
            consumer.resume(Set.of(key));
        }
    }

    @Override
    public void clearPositions(Collection<Partition> partitions) {
        partitions.stream().filter(this::isMine).map(KafkaQueueConsumer::keyOf).forEach(this::awaitPosition);
    }

    private void awaitPosition(TopicPartition key) {
        PartitionState state = states.get(key);
        if (state == null) {
            return;
        }
        state.partition().ifPresent(buffer::drop);
        states.put(key, new Waiting(state.partition()));
        consumer.seek(key, 0);
        consumer.pause(Set.of(key));
    }

    @Override
    public void pause() {
        paused = true;
        consumer.pause(consumer.assignment());
    }

    @Override
    public void resume() {
        paused = false;
        consumer.resume(states.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Reading)
                .map(Map.Entry::getKey)
                .toList());
    }

    @Override
    public void commit(Map<Partition, Long> next) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        next.forEach((partition, offset) -> {
            if (isMine(partition)) {
                offsets.put(keyOf(partition), new OffsetAndMetadata(offset));
            }
        });
        if (offsets.isEmpty()) {
            return;
        }
        consumer.commitAsync(offsets, (_, failure) -> {
            if (failure != null) {
                log.debug("offsets not committed: offsets={}", offsets, failure);
            }
        });
    }

    @Override
    public Map<Partition, Long> lag() {
        Map<Partition, Long> lag = new HashMap<>();
        states.forEach((key, state) -> {
            if (state instanceof Reading(Partition partition, long next)) {
                OptionalLong stable = consumer.currentLag(key); // more recent, but without open transactions
                Optional<PartitionEnds.End> end = ends.find(key);
                if (stable.isPresent() || end.isPresent()) {
                    long left = end.map(known -> known.offset() - next).orElse(0L);
                    lag.put(partition, Math.max(stable.orElse(0), left) + buffer.count(partition));
                }
            }
        });
        return lag;
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        try {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        } catch (KafkaException e) {
            log.debug("consumer close failed", e);
        } finally {
            afterClose.run();
        }
    }

    private boolean isMine(Partition partition) {
        PartitionState state = states.get(keyOf(partition));
        return state != null && state.partition().filter(partition::equals).isPresent();
    }

    private static TopicPartition keyOf(Partition partition) {
        return new TopicPartition(partition.topic(), partition.number());
    }

    /** Called by {@link Consumer#poll} on this member's own thread. */
    private final class Assignment implements ConsumerRebalanceListener {

        /**
         * Ends the poll, which would otherwise wait for messages of partitions that are paused until they have a
         * position.
         */
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            for (TopicPartition key : partitions) {
                states.put(key, Waiting.UNKNOWN);
                awaitPosition(key);
            }
            if (!partitions.isEmpty()) {
                consumer.wakeup();
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            for (TopicPartition key : partitions) {
                PartitionState revoked = states.remove(key);
                if (revoked != null) {
                    revoked.partition().ifPresent(buffer::drop);
                }
            }
        }
    }
}
