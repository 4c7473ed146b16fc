package io.logaggregator.queue.kafka;

import io.logaggregator.core.queue.Batch;
import io.logaggregator.core.queue.Batch.Slice;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Enforces the byte limit of batches. Kafka limits compressed fetch responses, and returns the records of several
 * responses at once; the excess stays buffered here for the next batch. Not thread-safe.
 */
final class SliceBuffer {

    private final long maxBytes;
    private final Deque<Slice> slices = new ArrayDeque<>();

    SliceBuffer(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    boolean isEmpty() {
        return slices.isEmpty();
    }

    void add(Slice slice) {
        slices.add(slice);
    }

    void drop(Partition partition) {
        slices.removeIf(slice -> slice.partition().equals(partition));
    }

    /** Number of buffered messages of a partition. */
    long count(Partition partition) {
        return slices.stream()
                .filter(slice -> slice.partition().equals(partition))
                .mapToLong(slice -> slice.messages().size())
                .sum();
    }

    /** Removes as many slices as fit, and splits the last one if necessary; at least one message. */
    Batch take() {
        List<Slice> taken = new ArrayList<>(slices.size());
        Set<Partition> partitions = new HashSet<>();
        long bytes = 0;
        while (!slices.isEmpty() && partitions.add(slices.element().partition())) {
            Slice slice = slices.remove();
            int fitting = 0;
            for (Message message : slice.messages()) {
                bytes += message.size();
                if (bytes > maxBytes && !(taken.isEmpty() && fitting == 0)) {
                    break;
                }
                fitting++;
            }
            if (fitting == slice.messages().size()) {
                taken.add(slice);
                continue;
            }
            if (fitting > 0) {
                taken.add(upTo(slice, fitting));
            }
            slices.push(after(slice, fitting));
            break;
        }
        return new Batch(taken);
    }

    private static Slice upTo(Slice slice, int count) {
        long to = slice.messages().get(count).offset();
        return new Slice(slice.partition(), slice.from(), to, slice.messages().subList(0, count));
    }

    private static Slice after(Slice slice, int count) {
        long from = count == 0 ? slice.from() : slice.messages().get(count).offset();
        List<Message> left = slice.messages().subList(count, slice.messages().size());
        return new Slice(slice.partition(), from, slice.to(), left);
    }
}
