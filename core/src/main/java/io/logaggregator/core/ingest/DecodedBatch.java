package io.logaggregator.core.ingest;

import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A polled batch, decoded and enriched, by message: it can be split where the store rejects some of it. */
record DecodedBatch(List<Slice> slices) {

    DecodedBatch {
        slices = List.copyOf(slices);
    }

    boolean isEmpty() {
        return slices.isEmpty();
    }

    int messageCount() {
        return slices.stream().mapToInt(slice -> slice.messages.size()).sum();
    }

    Stream<DecodedMessage> messages() {
        return slices.stream().flatMap(slice -> slice.messages.stream());
    }

    List<Advance> advances() {
        return slices.stream().map(Slice::advance).toList();
    }

    /** The offset of the next message, by partition. */
    Map<Partition, Long> nextOffsets() {
        Map<Partition, Long> next = new HashMap<>();
        slices.forEach(slice -> next.put(slice.partition, slice.to));
        return next;
    }

    IngestBatch toIngestBatch(RuleSet rules) {
        List<Observation> observations = new ArrayList<>(messageCount());
        List<RejectedMessage> rejected = new ArrayList<>();
        messages().forEach(message -> {
            observations.addAll(message.decoded.observations());
            message.addRejectedTo(rejected);
        });
        return new IngestBatch(advances(), observations, rejected, tracked -> rules.signals(observations, tracked));
    }

    DecodedBatch without(Collection<Partition> partitions) {
        return new DecodedBatch(slices.stream()
                .filter(slice -> !partitions.contains(slice.partition))
                .toList());
    }

    /**
     * Splits the batch in two that together are this one, in order.
     *
     * @throws IllegalStateException for a batch of fewer than two messages
     */
    List<DecodedBatch> halves() {
        if (slices.size() > 1) {
            int middle = slices.size() / 2;
            return List.of(
                    new DecodedBatch(slices.subList(0, middle)),
                    new DecodedBatch(slices.subList(middle, slices.size())));
        }
        int messages = messageCount();
        if (messages < 2) {
            throw new IllegalStateException("messages: " + messages + " (expected: at least 2)");
        }
        Slice slice = slices.getFirst();
        return List.of(
                new DecodedBatch(List.of(slice.first(messages / 2))),
                new DecodedBatch(List.of(slice.rest(messages / 2))));
    }

    /** Replaces each message by a rejection. */
    DecodedBatch refused(String detail) {
        return new DecodedBatch(slices.stream()
                .map(slice -> new Slice(
                        slice.partition,
                        slice.from,
                        slice.to,
                        slice.messages.stream()
                                .map(message -> message.refused(detail))
                                .toList()))
                .toList());
    }

    /** Consecutive messages of one partition; offsets as in {@link io.logaggregator.core.queue.Batch.Slice}. */
    record Slice(Partition partition, long from, long to, List<DecodedMessage> messages) {

        Slice {
            messages = List.copyOf(messages);
        }

        private Advance advance() {
            return new Advance(partition, from, to, counts(), watermark());
        }

        private IngestCounts counts() {
            long observed = 0;
            long rejected = 0;
            long logEvents = 0;
            long metricSamples = 0;
            long processSnapshots = 0;
            long rejections = 0;
            long droppedParts = 0;
            for (DecodedMessage message : messages) {
                Decoded decoded = message.decoded;
                if (!decoded.observations().isEmpty()) {
                    observed++;
                } else if (!decoded.rejections().isEmpty()) {
                    rejected++;
                }
                for (Observation observation : decoded.observations()) {
                    switch (observation) {
                        case LogEvent _ -> logEvents++;
                        case MetricSample _ -> metricSamples++;
                        case ProcessSnapshot _ -> processSnapshots++;
                    }
                }
                rejections += decoded.rejections().size();
                droppedParts += decoded.droppedParts();
            }
            long absent = to - from - messages.size();
            return new IngestCounts(
                    messages.size(),
                    observed,
                    rejected,
                    messages.size() - observed - rejected,
                    absent,
                    0,
                    logEvents,
                    metricSamples,
                    processSnapshots,
                    rejections,
                    droppedParts);
        }

        /** The timestamp of the last message, at most its time of receipt: earlier messages precede it in the queue. */
        private Optional<Instant> watermark() {
            if (messages.isEmpty()) {
                return Optional.empty();
            }
            Message last = messages.getLast().message;
            return Optional.of(last.timestamp().isBefore(last.receivedAt()) ? last.timestamp() : last.receivedAt());
        }

        /** The first messages, up to the offset of the next one. */
        private Slice first(int count) {
            return new Slice(partition, from, messages.get(count).message.offset(), messages.subList(0, count));
        }

        /** The messages that {@link #first} omits. */
        private Slice rest(int count) {
            return new Slice(
                    partition, messages.get(count).message.offset(), to, messages.subList(count, messages.size()));
        }
    }

    /** A message with its decoded and enriched content. */
    record DecodedMessage(Message message, Decoded decoded) {

        private static final byte[] NO_BYTES = {};

        private DecodedMessage refused(String detail) {
            byte[] value = Objects.requireNonNullElse(message.value(), NO_BYTES);
            return new DecodedMessage(
                    message, Decoded.rejected(new Rejection(Rejection.Reason.REFUSED, detail, value)));
        }

        boolean isRefused() {
            return decoded.rejections().stream().anyMatch(rejection -> rejection.reason() == Rejection.Reason.REFUSED);
        }

        private void addRejectedTo(List<RejectedMessage> rejected) {
            int index = 0;
            for (Rejection rejection : decoded.rejections()) {
                rejected.add(new RejectedMessage(
                        EventId.of(message.partition(), message.offset(), index++, message.receivedAt()),
                        message.partition(),
                        message.offset(),
                        message.receivedAt(),
                        rejection,
                        message.key(),
                        Optional.empty()));
            }
        }
    }
}
