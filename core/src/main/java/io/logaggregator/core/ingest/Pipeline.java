package io.logaggregator.core.ingest;

import io.logaggregator.core.ingest.Decoded.Progress;
import io.logaggregator.core.ingest.Decoded.Rest;
import io.logaggregator.core.ingest.IngestSession.StoredPosition;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Batch;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes and enriches. No clock, no I/O; thread-safe.
 *
 * <p>Decoders must not throw. If one does, the message becomes a rejection and processing continues.
 */
final class Pipeline {

    private static final Logger log = LoggerFactory.getLogger(Pipeline.class);
    private static final byte[] NO_BYTES = {};

    private final Map<String, Decoder> decoders;
    private final Enricher enricher;
    private final long maxBytes;

    /**
     * @param decoders by topic
     * @param maxBytes limit of {@link Decoded#cost} of the content that is decoded at once
     */
    Pipeline(Map<String, Decoder> decoders, Enricher enricher, long maxBytes) {
        this.decoders = Map.copyOf(decoders);
        this.enricher = enricher;
        this.maxBytes = maxBytes;
    }

    /**
     * Decodes a batch in parts.
     *
     * @param starts where reading of each partition began
     */
    Parts decode(Batch batch, Map<Partition, StoredPosition> starts) {
        return new Parts(batch, starts);
    }

    private Decoder decoderOf(String topic) {
        Decoder decoder = decoders.get(topic);
        if (decoder == null) {
            throw new IllegalStateException("topic: " + topic + " (expected: one of " + decoders.keySet() + ")");
        }
        return decoder;
    }

    private static Decoded failed(Message message, Progress before, Throwable cause) {
        log.error(
                "decoder failed, message rejected: partition={} offset={}",
                message.partition(),
                message.offset(),
                cause);
        byte[] value = Objects.requireNonNullElse(message.value(), NO_BYTES);
        Rejection rejection = new Rejection(Rejection.Reason.DECODER_FAILURE, cause.toString(), value);
        return new Decoded(List.of(), List.of(rejection), 0, before, Optional.empty());
    }

    private DecodedBatch.DecodedMessage enrich(Decoded decoded, Message message) {
        List<Observation> sent = decoded.observations();
        Observation[] observations = new Observation[sent.size()];
        Set<Observation> expired = Set.of();
        for (int index = 0; index < observations.length; index++) {
            Observation observation = sent.get(index);
            Observation enriched = enricher.enrich(observation, message.receivedAt());
            observations[index] = enriched;
            if (enricher.isExpired(observation, message.receivedAt())) {
                expired = expired.isEmpty() ? Collections.newSetFromMap(new IdentityHashMap<>()) : expired;
                expired.add(enriched);
            }
        }
        return new DecodedBatch.DecodedMessage(message, decoded.withObservations(List.of(observations)), expired);
    }

    /**
     * The parts of a batch, each small enough for one transaction. A part may begin and end within a message. Not
     * thread-safe.
     */
    final class Parts {

        private final Deque<Batch.Slice> slices;
        private final Map<Partition, StoredPosition> starts;
        private Position from; // within the first slice
        private int next; // message of the first slice
        private Optional<Rest> rest = Optional.empty(); // of that message
        private final Deque<DecodedBatch> returned = new ArrayDeque<>();

        private Parts(Batch batch, Map<Partition, StoredPosition> starts) {
            this.slices = new ArrayDeque<>(batch.slices());
            this.starts = starts;
            this.from = start();
        }

        private Position start() {
            next = 0;
            rest = Optional.empty();
            Batch.Slice slice = slices.peek();
            if (slice == null) {
                return Position.of(0);
            }
            Position position = start(slice.partition()).position();
            return position.offset() == slice.from() ? position : Position.of(slice.from());
        }

        private StoredPosition start(Partition partition) {
            StoredPosition start = starts.get(partition);
            if (start == null) {
                throw new IllegalStateException("partition without a position: " + partition);
            }
            return start;
        }

        boolean isEmpty() {
            return slices.isEmpty() && returned.isEmpty();
        }

        /** Returns parts that are not stored; they come next, in this order. */
        void putBack(List<DecodedBatch> parts) {
            parts.reversed().forEach(returned::push);
        }

        /** Omits the rest of partitions. */
        void drop(Collection<Partition> partitions) {
            List<DecodedBatch> remaining = returned.stream()
                    .map(part -> part.without(partitions))
                    .filter(part -> !part.isEmpty())
                    .toList();
            returned.clear();
            returned.addAll(remaining);
            boolean current =
                    !slices.isEmpty() && partitions.contains(slices.getFirst().partition());
            slices.removeIf(slice -> partitions.contains(slice.partition()));
            if (current) {
                from = start();
            }
        }

        /** The next part; at least one element. */
        DecodedBatch next() {
            if (!returned.isEmpty()) {
                return returned.pop();
            }
            List<DecodedBatch.Slice> decoded = new ArrayList<>(slices.size());
            long left = maxBytes;
            while (!slices.isEmpty() && left > 0) {
                Batch.Slice slice = slices.getFirst();
                List<DecodedBatch.DecodedMessage> messages =
                        new ArrayList<>(slice.messages().size() - next);
                left = add(slice, messages, left);
                Position to = position(slice);
                decoded.add(new DecodedBatch.Slice(slice.partition(), from, to, messages));
                from = to;
                if (next == slice.messages().size()) {
                    slices.remove();
                    from = start();
                }
            }
            return new DecodedBatch(decoded);
        }

        /** Decodes as many messages as fit; returns the bytes that are left. */
        private long add(Batch.Slice slice, List<DecodedBatch.DecodedMessage> messages, long maxBytes) {
            Decoder decoder = decoderOf(slice.partition().topic());
            int source = start(slice.partition()).source();
            long left = maxBytes;
            while (next < slice.messages().size() && left > 0) {
                Message message = slice.messages().get(next).withSource(source);
                DecodedBatch.DecodedMessage enriched = enrich(decode(decoder, message, left), message);
                messages.add(enriched);
                Decoded part = enriched.decoded();
                rest = part.rest();
                if (rest.isPresent()) {
                    return 0;
                }
                next++;
                left -= Decoded.cost(message.size(), part.observations().size()) + part.expandedBytes();
            }
            return left;
        }

        private Decoded decode(Decoder decoder, Message message, long maxBytes) {
            int element = message.offset() == from.offset() ? from.element() : 0;
            try {
                return rest.isPresent() ? rest.get().decode(maxBytes) : decoder.decode(message, element, maxBytes);
            } catch (RuntimeException | StackOverflowError e) {
                Progress before = rest.map(Rest::before).orElseGet(() -> new Progress(element, 0, 0, false, 0));
                return failed(message, before, e);
            }
        }

        private Position position(Batch.Slice slice) {
            if (next == slice.messages().size()) {
                return Position.of(slice.to());
            }
            long offset = slice.messages().get(next).offset();
            return rest.map(part -> new Position(offset, part.before().elements()))
                    .orElseGet(() -> Position.of(offset));
        }
    }
}
