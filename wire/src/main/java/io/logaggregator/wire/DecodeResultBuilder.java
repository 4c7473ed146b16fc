package io.logaggregator.wire;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What has been found in a message so far. */
final class DecodeResultBuilder {

    private static final String UNKNOWN_HOST = "unknown";

    /** So that a large message of nothing but bad elements does not become millions of rejections. */
    static final int MAX_REJECTIONS = 1_000;

    private final Message message;
    private final List<Observation> observations = new ArrayList<>(1);
    private final List<Rejection> rejections = new ArrayList<>(0);
    private int droppedParts;
    private int events;

    DecodeResultBuilder(Message message) {
        this.message = message;
    }

    Message message() {
        return message;
    }

    /** The id of the next log event of this message. */
    UUID nextId(Instant observedAt) {
        return EventId.of(message.partition(), message.offset(), events++, observedAt);
    }

    /** The host that the message's key names; {@code unknown} where it names none. */
    String hostOfKey() {
        byte[] key = message.key();
        return key == null
                ? UNKNOWN_HOST
                : Text.label(Text.clean(Bytes.of(key).text())).orElse(UNKNOWN_HOST);
    }

    void add(Observation observation) {
        observations.add(observation);
    }

    /** How many observations there are so far. */
    int count() {
        return observations.size();
    }

    void drop(int parts) {
        droppedParts += parts;
    }

    void reject(Rejection.Reason reason, String detail, Bytes value) {
        rejections.add(new Rejection(reason, Text.clean(detail), value.toArray()));
    }

    /** Whether so much was rejected that the rest of the message goes the same way, in one piece. */
    boolean isHopeless() {
        return rejections.size() >= MAX_REJECTIONS;
    }

    Decoded decoded() {
        return new Decoded(observations, rejections, droppedParts);
    }
}
