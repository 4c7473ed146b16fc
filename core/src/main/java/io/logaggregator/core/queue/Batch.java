package io.logaggregator.core.queue;

import java.util.List;

/**
 * Result of one poll of a queue.
 *
 * @param slices at most one per partition
 */
public record Batch(List<Slice> slices) {

    public Batch {
        slices = List.copyOf(slices);
    }

    public boolean isEmpty() {
        return slices.isEmpty();
    }

    /**
     * Consecutive messages of one partition.
     *
     * @param from offset of the read position
     * @param to next offset to read; more than {@code from + messages.size()} if offsets hold no message (transaction
     *     markers, compaction)
     * @param messages in offset order
     */
    public record Slice(Partition partition, long from, long to, List<Message> messages) {

        public Slice {
            messages = List.copyOf(messages);
            if (to < from + messages.size()) {
                throw new IllegalArgumentException(
                        "to: " + to + " (expected: at least " + from + " + " + messages.size() + " messages)");
            }
        }
    }
}
