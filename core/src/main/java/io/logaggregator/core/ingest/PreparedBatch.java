package io.logaggregator.core.ingest;

import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Partition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** A batch, decoded and enriched: what one transaction stores. */
record PreparedBatch(List<PreparedSlice> slices) {

    PreparedBatch {
        slices = List.copyOf(slices);
    }

    boolean isEmpty() {
        return slices.isEmpty();
    }

    int messageCount() {
        return slices.stream().mapToInt(slice -> slice.messages().size()).sum();
    }

    Stream<PreparedMessage> messages() {
        return slices.stream().flatMap(slice -> slice.messages().stream());
    }

    List<Advance> advances() {
        return slices.stream().map(PreparedSlice::advance).toList();
    }

    List<Observation> observations() {
        List<Observation> observations = new ArrayList<>(messageCount());
        messages().forEach(message -> observations.addAll(message.decoded().observations()));
        return observations;
    }

    List<RejectedMessage> rejectedMessages() {
        List<RejectedMessage> rejected = new ArrayList<>();
        messages().forEach(message -> rejected.addAll(message.rejectedMessages()));
        return rejected;
    }

    PreparedBatch without(Collection<Partition> partitions) {
        return new PreparedBatch(slices.stream()
                .filter(slice -> !partitions.contains(slice.partition()))
                .toList());
    }

    /**
     * Two batches that together are this one, in order.
     *
     * @throws IllegalStateException when there is but one message left
     */
    List<PreparedBatch> halves() {
        if (slices.size() > 1) {
            int middle = slices.size() / 2;
            return List.of(
                    new PreparedBatch(slices.subList(0, middle)),
                    new PreparedBatch(slices.subList(middle, slices.size())));
        }
        int messages = messageCount();
        if (messages < 2) {
            throw new IllegalStateException("messages: " + messages + " (expected: at least 2)");
        }
        PreparedSlice slice = slices.getFirst();
        return List.of(
                new PreparedBatch(List.of(slice.first(messages / 2))),
                new PreparedBatch(List.of(slice.rest(messages / 2))));
    }

    /** This batch with each of its messages refused. */
    PreparedBatch refused(String detail) {
        return new PreparedBatch(slices.stream()
                .map(slice -> new PreparedSlice(
                        slice.partition(),
                        slice.from(),
                        slice.to(),
                        slice.messages().stream()
                                .map(message -> message.refused(detail))
                                .toList()))
                .toList());
    }
}
