package io.logaggregator.core.queue;

import java.util.List;

/**
 * What one poll of a queue gave.
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
     * A run of messages of one partition.
     *
     * @param from the offset from which was read
     * @param to the offset to read next; more than {@code from + messages.size()} where offsets hold no message
     *     (transaction markers, compaction)
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
