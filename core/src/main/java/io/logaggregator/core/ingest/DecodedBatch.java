package io.logaggregator.core.ingest;

import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.common.DataRejectedException;
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
import io.logaggregator.core.queue.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A polled batch or a part of it, decoded and enriched, by message: it can be split where the store rejects some of it.
 */
record DecodedBatch(List<Slice> slices) {

    private static final Logger log = LoggerFactory.getLogger(DecodedBatch.class);

    DecodedBatch {
        slices = List.copyOf(slices);
    }

    boolean isEmpty() {
        return slices.isEmpty();
    }

    int messageCount() {
        int count = 0;
        for (Slice slice : slices) {
            count += slice.messages.size();
        }
        return count;
    }

    Stream<DecodedMessage> messages() {
        return slices.stream().flatMap(slice -> slice.messages.stream());
    }

    List<Advance> advances() {
        Content content = new Content(messageCount());
        return slices.stream().map(slice -> slice.addTo(content)).toList();
    }

    /** The offset of the next message, by partition. */
    Map<Partition, Long> nextOffsets() {
        Map<Partition, Long> next = new HashMap<>();
        slices.forEach(slice -> next.put(slice.partition, slice.to.offset()));
        return next;
    }

    IngestBatch toIngestBatch(RuleSet rules) {
        Content content = new Content(messageCount());
        List<Advance> advances =
                slices.stream().map(slice -> slice.addTo(content)).toList();
        return new IngestBatch(
                advances, content.observations, content.rejected, content.activity, rules.signals(content.evaluated()));
    }

    /** The content of all messages, collected with their counts in one pass: they do not fit into the CPU's cache. */
    private static final class Content {

        private final List<Observation> observations;
        private final List<RejectedMessage> rejected = new ArrayList<>();
        private final Map<String, Instant> activity = new HashMap<>();
        private final Set<Observation> expired = Collections.newSetFromMap(new IdentityHashMap<>());

        private Content(int messages) {
            observations = new ArrayList<>(messages);
        }

        private void addActivity(DecodedMessage message) {
            String previous = ""; // usually, all observations of a message are of one host
            for (Observation observation : message.decoded.observations()) {
                String host = observation.host();
                if (observation.isHostActivity() && !host.equals(previous)) {
                    previous = host;
                    activity.merge(host, message.message.queuedAt(), (one, other) -> one.isAfter(other) ? one : other);
                }
            }
        }

        private List<Observation> evaluated() {
            return expired.isEmpty() // the usual case
                    ? observations
                    : observations.stream()
                            .filter(one -> !expired.contains(one))
                            .toList();
        }
    }

    DecodedBatch without(Collection<Partition> partitions) {
        return new DecodedBatch(slices.stream()
                .filter(slice -> !partitions.contains(slice.partition))
                .toList());
    }

    /**
     * Splits a batch that the store rejected; a single message becomes a rejection.
     *
     * @throws IllegalStateException if the store rejects that, too
     */
    List<DecodedBatch> split(DataRejectedException cause) {
        if (messageCount() > 1) {
            return halves();
        }
        if (messageCount() == 0 || messages().allMatch(DecodedMessage::isRefused)) {
            throw new IllegalStateException("the store rejects the rejection: " + advances(), cause);
        }
        log.warn("message rejected by the store: advances={} reason={}", advances(), cause.getMessage());
        return List.of(refused(String.valueOf(cause.getMessage())));
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
        return map(message -> message.rejected(Rejection.Reason.REFUSED, detail));
    }

    /**
     * Replaces the messages with observations beyond a limit by rejections.
     *
     * @throws IllegalStateException if there are none
     */
    DecodedBatch limited(LimitExceededException limit) {
        if (messages().noneMatch(message -> message.isBeyond(limit))) {
            throw new IllegalStateException("no message is beyond the limit: " + advances(), limit);
        }
        String detail = String.valueOf(limit.getMessage());
        return map(message -> message.isBeyond(limit) ? message.rejected(Rejection.Reason.TOO_MANY, detail) : message);
    }

    private DecodedBatch map(UnaryOperator<DecodedMessage> change) {
        return new DecodedBatch(slices.stream()
                .map(slice -> new Slice(
                        slice.partition,
                        slice.from,
                        slice.to,
                        slice.messages.stream().map(change).toList()))
                .toList());
    }

    /**
     * Consecutive messages of one partition; positions as in {@link io.logaggregator.core.queue.Batch.Slice}. The first and
     * the last may be parts of messages.
     */
    record Slice(Partition partition, Position from, Position to, List<DecodedMessage> messages) {

        Slice {
            messages = List.copyOf(messages);
        }

        /** Adds the content, and returns the position change. */
        private Advance addTo(Content content) {
            return new Advance(partition, from, to, countInto(content), watermark());
        }

        private IngestCounts countInto(Content content) {
            long complete = 0;
            long observed = 0;
            long rejected = 0;
            long logEvents = 0;
            long metricSamples = 0;
            long processSnapshots = 0;
            long rejections = 0;
            long droppedParts = 0;
            for (DecodedMessage message : messages) {
                Decoded decoded = message.decoded;
                if (message.isComplete()) {
                    complete++;
                    observed += decoded.isObserved() ? 1 : 0;
                    rejected += !decoded.isObserved() && decoded.isRejected() ? 1 : 0;
                }
                for (Observation observation : decoded.observations()) {
                    content.observations.add(observation);
                    switch (observation) {
                        case LogEvent _ -> logEvents++;
                        case MetricSample _ -> metricSamples++;
                        case ProcessSnapshot _ -> processSnapshots++;
                    }
                }
                content.addActivity(message);
                message.addRejectedTo(content.rejected);
                if (!message.expired.isEmpty()) {
                    content.expired.addAll(message.expired);
                }
                rejections += decoded.rejections().size();
                droppedParts += decoded.droppedParts();
            }
            long absent = to.offset() - from.offset() - complete;
            return new IngestCounts(
                    complete,
                    observed,
                    rejected,
                    complete - observed - rejected,
                    absent,
                    0,
                    logEvents,
                    metricSamples,
                    processSnapshots,
                    rejections,
                    droppedParts);
        }

        /**
         * The time when the last complete message entered the queue: earlier messages precede it.
         */
        private Optional<Instant> watermark() {
            return messages.reversed().stream()
                    .filter(DecodedMessage::isComplete)
                    .findFirst()
                    .map(DecodedMessage::message)
                    .map(Message::queuedAt);
        }

        /** The first messages, up to the offset of the next one. */
        private Slice first(int count) {
            return new Slice(partition, from, positionOf(count), messages.subList(0, count));
        }

        /** The messages that {@link #first} omits. */
        private Slice rest(int count) {
            return new Slice(partition, positionOf(count), to, messages.subList(count, messages.size()));
        }

        /** The position of a message that is not the first, and so begins in this slice. */
        private Position positionOf(int index) {
            return Position.of(messages.get(index).message.offset());
        }
    }

    /**
     * A message, or a part of it, with its decoded and enriched content.
     *
     * @param expired the observations that rules do not evaluate, by identity
     */
    record DecodedMessage(Message message, Decoded decoded, Set<Observation> expired) {

        private static final byte[] NO_BYTES = {};

        /** Whether this is all of the message, or its last part. */
        boolean isComplete() {
            return decoded.rest().isEmpty();
        }

        private DecodedMessage rejected(Rejection.Reason reason, String detail) {
            return new DecodedMessage(message, decoded.withRejection(new Rejection(reason, detail, bytes())), Set.of());
        }

        private boolean isBeyond(LimitExceededException limit) {
            return decoded.observations().stream().anyMatch(limit::isBeyond);
        }

        /** The bytes of this part. */
        private byte[] bytes() {
            byte[] value = Objects.requireNonNullElse(message.value(), NO_BYTES);
            int from = decoded.before().position();
            int to = decoded.rest().map(rest -> rest.before().position()).orElse(value.length);
            return from == 0 && to == value.length ? value : Arrays.copyOfRange(value, from, to);
        }

        boolean isRefused() {
            return decoded.rejections().stream().anyMatch(rejection -> rejection.reason() == Rejection.Reason.REFUSED);
        }

        /** The id of a rejection; unique also for numbers that exceed the index of an id. */
        private UUID rejectionId(int number) {
            return EventId.of(
                    message.source(),
                    message.offset(),
                    number % EventId.MAX_EVENTS,
                    message.receivedAt().plusMillis(number / EventId.MAX_EVENTS));
        }

        private void addRejectedTo(List<RejectedMessage> rejected) {
            int number = decoded.before().elements() + decoded.before().rejections();
            for (Rejection rejection : decoded.rejections()) {
                rejected.add(new RejectedMessage(
                        rejectionId(number++),
                        message.partition(),
                        message.offset(),
                        message.receivedAt(),
                        rejection,
                        message.key(),
                        message.format(),
                        Optional.empty()));
            }
        }
    }
}
