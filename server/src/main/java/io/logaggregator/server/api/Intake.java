package io.logaggregator.server.api;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.Partition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Appends what came in over HTTP to a topic, after having tried whether it can be decoded, so that the sender learns of
 * his mistakes at once. What is appended are the sender's own bytes. Thread-safe.
 */
final class Intake {

    /** The key of the sender is for other hosts or environments. */
    static final String FORBIDDEN = "FORBIDDEN";

    private final Partition nowhere;
    private final Decoder decoder;
    private final MessageQueue queue;
    private final InstantSource clock;

    Intake(String topic, Decoder decoder, MessageQueue queue, InstantSource clock) {
        this.nowhere = new Partition(topic, topic, 0);
        this.decoder = decoder;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Returns when the queue has all elements that are not among the refusals. An element is taken whole or not at all.
     *
     * <p>What the sender may not send is refused, too.
     */
    Receipt append(List<byte[]> elements, Sender sender) {
        Instant now = clock.instant();
        List<OutgoingMessage> accepted = new ArrayList<>();
        List<Refusal> refused = new ArrayList<>();
        for (int index = 0; index < elements.size(); index++) {
            byte[] element = elements.get(index);
            Decoded decoded = decode(element, now);
            Optional<Refusal> refusal = refusal(index, decoded, sender);
            refusal.ifPresentOrElse(
                    refused::add, () -> accepted.add(new OutgoingMessage(nowhere.topic(), key(decoded), element)));
        }
        if (!accepted.isEmpty()) {
            queue.publish(accepted);
        }
        return new Receipt(accepted.size(), refused);
    }

    private static Optional<Refusal> refusal(int index, Decoded decoded, Sender sender) {
        if (!decoded.rejections().isEmpty()) {
            Rejection rejection = decoded.rejections().getFirst();
            return Optional.of(new Refusal(index, rejection.reason().name(), rejection.detail()));
        }
        return sender.refusal(decoded.observations()).map(reason -> new Refusal(index, FORBIDDEN, reason));
    }

    private Decoded decode(byte[] element, Instant now) {
        if (!isObject(element)) {
            return Decoded.rejected(new Rejection(Rejection.Reason.MALFORMED, "not a JSON object", element));
        }
        Decoded decoded = decoder.decode(new Message(nowhere, 0, now, now, null, element));
        boolean nothing =
                decoded.observations().isEmpty() && decoded.rejections().isEmpty();
        return nothing
                ? Decoded.rejected(new Rejection(Rejection.Reason.EMPTY, "nothing to be stored in it", element))
                : decoded;
    }

    private static boolean isObject(byte[] element) {
        for (byte character : element) {
            if (character != ' ' && character != '\t' && character != '\r') {
                return character == '{';
            }
        }
        return false;
    }

    /** The host, so that what it sends keeps its order. */
    private static byte[] key(Decoded decoded) {
        return decoded.observations().getFirst().host().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What became of the elements.
     *
     * @param accepted how many are in the queue
     * @param rejected the others
     */
    record Receipt(int accepted, List<Refusal> rejected) {}

    /** @param index of the element, from 0, blank lines not counted */
    record Refusal(int index, String reason, String detail) {}
}
