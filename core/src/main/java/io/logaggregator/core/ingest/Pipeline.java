package io.logaggregator.core.ingest;

import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Batch;
import io.logaggregator.core.queue.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /**
     * @param decoders by topic
     */
    Pipeline(Map<String, Decoder> decoders, Enricher enricher) {
        this.decoders = Map.copyOf(decoders);
        this.enricher = enricher;
    }

    DecodedBatch decode(Batch batch) {
        List<DecodedBatch.Slice> slices = new ArrayList<>(batch.slices().size());
        for (Batch.Slice slice : batch.slices()) {
            Decoder decoder = decoderOf(slice.partition().topic());
            List<DecodedBatch.DecodedMessage> messages =
                    new ArrayList<>(slice.messages().size());
            for (Message message : slice.messages()) {
                messages.add(new DecodedBatch.DecodedMessage(message, enrich(decode(decoder, message), message)));
            }
            slices.add(new DecodedBatch.Slice(slice.partition(), slice.from(), slice.to(), messages));
        }
        return new DecodedBatch(slices);
    }

    private Decoder decoderOf(String topic) {
        Decoder decoder = decoders.get(topic);
        if (decoder == null) {
            throw new IllegalStateException("topic: " + topic + " (expected: one of " + decoders.keySet() + ")");
        }
        return decoder;
    }

    private static Decoded decode(Decoder decoder, Message message) {
        try {
            return decoder.decode(message);
        } catch (RuntimeException | StackOverflowError e) {
            log.error(
                    "decoder failed, message rejected: partition={} offset={}",
                    message.partition(),
                    message.offset(),
                    e);
            byte[] value = Objects.requireNonNullElse(message.value(), NO_BYTES);
            return Decoded.rejected(new Rejection(Rejection.Reason.DECODER_FAILURE, e.toString(), value));
        }
    }

    private Decoded enrich(Decoded decoded, Message message) {
        List<Observation> observations = new ArrayList<>(decoded.observations().size());
        for (Observation observation : decoded.observations()) {
            observations.add(enricher.enrich(observation, message.receivedAt()));
        }
        return new Decoded(observations, decoded.rejections(), decoded.droppedParts());
    }
}
