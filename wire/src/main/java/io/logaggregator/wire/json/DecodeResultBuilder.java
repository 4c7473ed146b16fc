package io.logaggregator.wire.json;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Collects the observations and rejections of a message. */
public final class DecodeResultBuilder {

    private static final String UNKNOWN_HOST = "unknown";

    /** Bounds the rejections of a large message that has only invalid elements. */
    public static final int MAX_REJECTIONS = 1_000;

    private final Message message;
    private final List<Observation> observations = new ArrayList<>(1);
    private final List<Rejection> rejections = new ArrayList<>(0);
    private int droppedParts;
    private int events;

    public DecodeResultBuilder(Message message) {
        this.message = message;
    }

    public Message message() {
        return message;
    }

    /** The id of the next log event of this message. */
    public UUID nextId(Instant observedAt) {
        return EventId.of(message.partition(), message.offset(), events++, observedAt);
    }

    /** The host in the message's key; {@code unknown} if there is none. */
    public String hostOfKey() {
        byte[] key = message.key();
        return key == null
                ? UNKNOWN_HOST
                : Text.label(StorableText.of(Bytes.of(key).text())).orElse(UNKNOWN_HOST);
    }

    public void add(Observation observation) {
        observations.add(observation);
    }

    /** Number of observations so far. */
    public int count() {
        return observations.size();
    }

    public void drop(int parts) {
        droppedParts += parts;
    }

    public void reject(Rejection.Reason reason, String detail, Bytes value) {
        rejections.add(new Rejection(reason, StorableText.of(detail), value.toArray()));
    }

    /** Whether the maximum of rejections is reached: the rest of the message is then rejected as one. */
    public boolean isFull() {
        return rejections.size() >= MAX_REJECTIONS;
    }

    public Decoded decoded() {
        return new Decoded(observations, rejections, droppedParts);
    }
}
