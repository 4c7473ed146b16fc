package io.logaggregator.gateways.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.MessagesRejectedException;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.gateways.message.Outcome.Reason;
import io.logaggregator.gateways.message.Outcome.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds the messages of a body, or of a part of a stream: each of one host, which is its key, so that the order of a host is kept. Decodes each
 * element to find its host, and checks what the key may send. Not thread-safe.
 */
public final class MessageSplitter {

    /** Maximum size of a message: the default limit of a topic is 1 MiB. */
    public static final int MAX_MESSAGE_BYTES = 1_000_000;

    /** Format of the beginning of an element that is too large. */
    public static final String TRUNCATED = "truncated";

    private static final int TRUNCATED_BYTES = 64 << 10;

    /** Size of the messages that are appended at once. */
    private static final int WINDOW_BYTES = 4 << 20;

    private static final long MAX_DECODED_BYTES = 8 << 20;

    private final ElementBatch batch;
    private final Iterator<Element> elements;
    private final Decoder decoder;
    private final Partition unassigned;
    private final byte @Nullable [] defaultKey;
    private final Function<List<Observation>, Optional<String>> violation;
    private final Instant now;
    private final SortedMap<Integer, Refusal> refusals = new TreeMap<>();
    private int count;
    private long events;
    private long refusedEvents;

    /**
     * @param decoder of the format of the batch
     * @param host of elements without one, before that of the element; empty if there is none
     * @param violation the reason why the key may not send observations; empty if it may
     */
    public MessageSplitter(
            ElementBatch batch,
            Decoder decoder,
            String topic,
            String host,
            Function<List<Observation>, Optional<String>> violation,
            Instant now) {
        this.batch = batch;
        this.elements = batch.elements();
        this.decoder = decoder;
        this.unassigned = new Partition(topic, topic, 0);
        this.defaultKey = host.isEmpty() ? null : host.getBytes(UTF_8);
        this.violation = violation;
        this.now = now;
    }

    /**
     * The next messages, of a bounded size; empty at the end. Does not block, and throws what the iteration of the elements
     * throws.
     */
    public List<Document> next() {
        List<Document> closed = new ArrayList<>();
        Map<String, Document> open = new LinkedHashMap<>();
        int bytes = 0;
        while (bytes < WINDOW_BYTES && elements.hasNext()) {
            Element element = elements.next();
            Part part = new Part(count++, element);
            events += element.events();
            bytes += element.value().length;
            if (element.truncated() || batch.envelope().overhead(1) + element.value().length > MAX_MESSAGE_BYTES) {
                truncated(part).ifPresent(closed::add);
            } else {
                add(part, open, closed);
            }
        }
        closed.addAll(open.values());
        return closed;
    }

    private void add(Part part, Map<String, Document> open, Collection<Document> closed) {
        Content content = decode(part.element);
        if (content.violation.isPresent()) {
            refuse(part, Reason.FORBIDDEN, content.violation.get());
        } else if (!content.valid) {
            closed.add(new Document(content.key, batch.format(), part));
        } else if (content.host != null) {
            Document document = open.get(content.host);
            if (document == null || !document.add(part, batch)) {
                if (document != null) {
                    closed.add(document);
                }
                open.put(content.host, new Document(content.key, batch.format(), part));
            }
        }
    }

    private Optional<Document> truncated(Part part) {
        String detail = part.element.truncated()
                ? "element larger than the limit of its connection"
                : "element of " + part.element.value().length + " bytes (expected: at most " + MAX_MESSAGE_BYTES + ")";
        if (batch.reportsRefusals()) {
            refuse(part, Reason.TOO_LARGE, detail);
            return Optional.empty();
        }
        byte[] value = part.element.value();
        byte[] beginning = Arrays.copyOf(value, Math.min(value.length, TRUNCATED_BYTES));
        Part rest = new Part(part.index, new Element(beginning, part.element.events()));
        return Optional.of(new Document(defaultKeyOf(part.element), TRUNCATED, rest));
    }

    private Content decode(Element element) {
        byte[] value = batch.envelope().join(List.of(element.value()));
        byte[] keyBefore = defaultKeyOf(element);
        Decoded part = decoder.decode(
                Message.unqueued(unassigned, now, keyBefore, value, batch.format()), 0, MAX_DECODED_BYTES);
        boolean valid = part.rejections().isEmpty();
        String host = null;
        Optional<String> reason = Optional.empty();
        while (true) {
            if (host == null && !part.observations().isEmpty()) {
                host = part.observations().getFirst().host();
            }
            reason = reason.isPresent() ? reason : violations(part);
            if (part.rest().isEmpty() || reason.isPresent()) {
                byte[] key = host == null ? keyBefore : host.getBytes(UTF_8);
                return new Content(host, key, valid, reason);
            }
            part = part.rest().get().decode(MAX_DECODED_BYTES);
            valid &= part.rejections().isEmpty();
        }
    }

    private byte @Nullable [] defaultKeyOf(Element element) {
        return defaultKey != null || element.host().isEmpty()
                ? defaultKey
                : element.host().getBytes(UTF_8);
    }

    private Optional<String> violations(Decoded part) {
        return part.observations().isEmpty() ? Optional.empty() : violation.apply(part.observations());
    }

    private void refuse(Part part, Reason reason, String detail) {
        int refused = part.element.events();
        events -= refused;
        refusedEvents += refused;
        if (refusals.size() < Outcome.MAX_REFUSALS) {
            refusals.put(part.index, new Refusal(part.index, refused, reason, detail));
        }
    }

    /**
     * Appends messages, and returns when the queue has stored them. If the queue rejects a message, its elements are appended one
     * by one.
     *
     * @throws io.logaggregator.core.queue.QueueUnavailableException if the queue is unavailable
     */
    public void publish(List<Document> documents, MessageQueue queue) {
        List<Document> again = new ArrayList<>();
        try {
            queue.publish(documents.stream().map(this::message).toList());
        } catch (MessagesRejectedException e) {
            e.reasons().forEach((index, reason) -> {
                Document rejected = documents.get(index);
                if (rejected.parts.size() > 1) {
                    rejected.parts.forEach(part -> again.add(new Document(rejected.key, rejected.format, part)));
                } else {
                    refuse(rejected.parts.getFirst(), Reason.TOO_LARGE, reason);
                }
            });
        }
        if (!again.isEmpty()) {
            publish(again, queue);
        }
    }

    private OutgoingMessage message(Document document) {
        List<byte[]> values =
                document.parts.stream().map(part -> part.element.value()).toList();
        byte[] value = document.format.equals(TRUNCATED)
                ? values.getFirst()
                : batch.envelope().join(values);
        return new OutgoingMessage(unassigned.topic(), document.key, value, document.format);
    }

    /** The result, after the last message. */
    public Outcome outcome() {
        return new Outcome(count, events, refusedEvents, List.copyOf(refusals.values()));
    }

    private record Part(int index, Element element) {}

    /** What an element decodes to: {@code host} is null if it has no observations. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Content(@Nullable String host, byte @Nullable [] key, boolean valid, Optional<String> violation) {}

    /** A message before it is appended. */
    public static final class Document {

        private final byte @Nullable [] key;
        private final String format;
        private final List<Part> parts = new ArrayList<>();
        private long bytes;

        private Document(byte @Nullable [] key, String format, Part first) {
            this.key = key;
            this.format = format;
            parts.add(first);
            bytes = first.element.value().length;
        }

        /** Adds an element if it fits. */
        private boolean add(Part part, ElementBatch batch) {
            long size = bytes + part.element.value().length + batch.envelope().overhead(parts.size() + 1);
            if (size > MAX_MESSAGE_BYTES) {
                return false;
            }
            parts.add(part);
            bytes += part.element.value().length;
            return true;
        }
    }
}
