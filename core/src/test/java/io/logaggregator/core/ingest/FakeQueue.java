package io.logaggregator.core.ingest;

import io.logaggregator.core.queue.Batch;
import io.logaggregator.core.queue.CaughtUp;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OffsetRange;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.QueueConsumer;
import io.logaggregator.core.queue.QueueUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A queue in memory with one member, which is assigned every partition. */
final class FakeQueue implements MessageQueue {

    static final Instant TIMESTAMP = Instant.parse("2026-11-23T12:00:00Z");

    final Map<Partition, List<String>> messages = new ConcurrentHashMap<>();
    final Map<Partition, Long> start = new ConcurrentHashMap<>();
    final Map<Partition, Long> committed = new ConcurrentHashMap<>();
    final AtomicInteger pausedPolls = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();
    volatile int batchSize = 100;
    volatile boolean unavailable;
    volatile Instant emptyAt = TIMESTAMP;

    FakeQueue add(Partition partition, String... values) {
        messages.computeIfAbsent(partition, _ -> new ArrayList<>()).addAll(List.of(values));
        return this;
    }

    private List<String> valuesOf(Partition partition) {
        return messages.getOrDefault(partition, List.of());
    }

    @Override
    public QueueConsumer openConsumer() {
        opened.incrementAndGet();
        return new Member();
    }

    @Override
    public void publish(List<OutgoingMessage> outgoing) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void check() {}

    @Override
    public void close() {}

    private final class Member implements QueueConsumer {

        private final Map<Partition, Long> positions = new TreeMap<>(Comparator.comparing(Partition::toString));
        private boolean paused;

        @Override
        public Batch poll(Duration timeout) {
            if (paused) {
                pausedPolls.incrementAndGet();
                return new Batch(List.of());
            }
            List<Batch.Slice> slices = new ArrayList<>();
            positions.replaceAll((partition, from) -> {
                List<String> values = valuesOf(partition);
                int to = (int) Math.min(values.size(), from + batchSize);
                if (to > from) {
                    slices.add(new Batch.Slice(partition, from, to, read(partition, from.intValue(), to)));
                }
                return Math.max(from, to);
            });
            if (slices.isEmpty()) {
                LockSupport.parkNanos(1_000_000);
            }
            return new Batch(slices);
        }

        private List<Message> read(Partition partition, int from, int to) {
            List<Message> read = new ArrayList<>();
            for (int offset = from; offset < to; offset++) {
                byte[] value = valuesOf(partition).get(offset).getBytes(StandardCharsets.UTF_8);
                read.add(new Message(partition, offset, TIMESTAMP, TIMESTAMP, null, value, null, null, 0));
            }
            return read;
        }

        @Override
        public Set<Partition> assigned() {
            return messages.keySet();
        }

        @Override
        public Map<Partition, OffsetRange> unpositioned() {
            if (unavailable) {
                throw new QueueUnavailableException("unavailable", null);
            }
            Map<Partition, OffsetRange> waiting = new HashMap<>();
            messages.forEach((partition, values) -> {
                if (!positions.containsKey(partition)) {
                    waiting.put(partition, new OffsetRange(start.getOrDefault(partition, 0L), values.size()));
                }
            });
            return waiting;
        }

        @Override
        public void seek(Partition partition, long offset) {
            positions.put(partition, offset);
        }

        @Override
        public void clearPositions(Collection<Partition> partitions) {
            positions.keySet().removeAll(partitions);
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
        }

        @Override
        public void commit(Map<Partition, Long> next) {
            committed.putAll(next);
        }

        @Override
        public Map<Partition, Long> lag() {
            return Map.of();
        }

        @Override
        public Map<Partition, CaughtUp> caughtUp() {
            Map<Partition, CaughtUp> caughtUp = new HashMap<>();
            positions.forEach((partition, offset) -> {
                if (offset == valuesOf(partition).size()) {
                    caughtUp.put(partition, new CaughtUp(offset, emptyAt));
                }
            });
            return caughtUp;
        }

        @Override
        public void wakeup() {}

        @Override
        public void close() {}
    }
}
