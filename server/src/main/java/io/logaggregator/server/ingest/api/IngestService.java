package io.logaggregator.server.ingest.api;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.MessagesRejectedException;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.Partition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Appends messages received over HTTP to a topic, with their original bytes. Decodes them first, so that the sender gets
 * errors in the response. Thread-safe.
 */
final class IngestService {

    /** Reason of a rejection: the key is for other hosts or environments. */
    static final String FORBIDDEN = "FORBIDDEN";

    /** Reason of a rejection: the name of the application is reserved. */
    static final String RESERVED = "RESERVED";

    /** Limit of the estimated memory of one decoded element. */
    private static final long MAX_DECODED_BYTES = 8 << 20;

    private final Partition unassigned;
    private final Decoder decoder;
    private final String defaultEnvironment;
    private final MessageQueue queue;
    private final NewHosts newHosts;
    private final InstantSource clock;

    /** @param defaultEnvironment environment of telemetry that names none */
    IngestService(
            String topic,
            Decoder decoder,
            String defaultEnvironment,
            MessageQueue queue,
            NewHosts newHosts,
            InstantSource clock) {
        this.unassigned = new Partition(topic, topic, 0);
        this.decoder = decoder;
        this.defaultEnvironment = defaultEnvironment;
        this.queue = queue;
        this.newHosts = newHosts;
        this.clock = clock;
    }

    /**
     * Decodes elements, and checks what the key may send. Does not block. An element is accepted or rejected as a whole.
     *
     * @param key of the caller
     */
    Checked check(List<byte[]> elements, ApiKey key) {
        IngestScope scope = new IngestScope(key, defaultEnvironment);
        Instant now = clock.instant();
        List<OutgoingMessage> accepted = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        List<Set<String>> hosts = new ArrayList<>();
        List<RejectedElement> rejected = new ArrayList<>();
        for (int index = 0; index < elements.size(); index++) {
            byte[] element = elements.get(index);
            Decoded decoded = decode(element, now);
            Optional<RejectedElement> rejection = rejection(index, decoded, scope);
            if (rejection.isPresent()) {
                rejected.add(rejection.get());
            } else {
                accepted.add(new OutgoingMessage(unassigned.topic(), key(decoded), element));
                indexes.add(index);
                hosts.add(hosts(decoded));
            }
        }
        return new Checked(key, accepted, indexes, hosts, rejected);
    }

    /** Returns when the queue has stored all elements that are not rejected. */
    Receipt append(Checked given) {
        Checked checked = admitted(given);
        List<RejectedElement> refused = publish(checked.accepted, checked.indexes);
        List<RejectedElement> rejected = Stream.concat(checked.rejected.stream(), refused.stream())
                .sorted(Comparator.comparingInt(RejectedElement::index))
                .toList();
        return new Receipt(checked.accepted.size() - refused.size(), rejected);
    }

    /** Rejects the elements of new hosts beyond the limit of the key. */
    private Checked admitted(Checked checked) {
        Set<String> excess = newHosts.excess(
                checked.key.id(),
                checked.hosts.stream().flatMap(Set::stream).collect(Collectors.toCollection(LinkedHashSet::new)));
        if (excess.isEmpty()) {
            return checked;
        }
        Checked admitted = new Checked(
                checked.key,
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(checked.rejected));
        for (int i = 0; i < checked.accepted.size(); i++) {
            Set<String> hosts = checked.hosts.get(i);
            if (Collections.disjoint(hosts, excess)) {
                admitted.accepted.add(checked.accepted.get(i));
                admitted.indexes.add(checked.indexes.get(i));
                admitted.hosts.add(hosts);
            } else {
                admitted.rejected.add(new RejectedElement(
                        checked.indexes.get(i),
                        Rejection.Reason.TOO_MANY.name(),
                        "new host beyond the limit of " + newHosts.maxPerHour()
                                + " per key and hour (aggregator.ingest.max-new-hosts-per-hour)"));
            }
        }
        return admitted;
    }

    private static Set<String> hosts(Decoded decoded) {
        return decoded.observations().stream()
                .filter(Observation::isHostActivity)
                .map(Observation::host)
                .collect(Collectors.toSet());
    }

    /** Returns the elements that the queue rejects. */
    private List<RejectedElement> publish(List<OutgoingMessage> messages, List<Integer> indexes) {
        if (messages.isEmpty()) {
            return List.of();
        }
        try {
            queue.publish(messages);
            return List.of();
        } catch (MessagesRejectedException e) {
            String reason = Rejection.Reason.TOO_LARGE.name(); // queues have no other one for a valid topic
            return e.reasons().entrySet().stream()
                    .map(rejection ->
                            new RejectedElement(indexes.get(rejection.getKey()), reason, rejection.getValue()))
                    .toList();
        }
    }

    private static Optional<RejectedElement> rejection(int index, Decoded decoded, IngestScope scope) {
        if (!decoded.rejections().isEmpty()) {
            Rejection rejection = decoded.rejections().getFirst();
            return Optional.of(new RejectedElement(index, rejection.reason().name(), rejection.detail()));
        }
        if (decoded.observations().stream().anyMatch(IngestService::hasReservedName)) {
            return Optional.of(new RejectedElement(
                    index,
                    RESERVED,
                    "application: " + LogEvent.CANARY
                            + " (expected: another name, this one is reserved for the server)"));
        }
        return scope.violation(decoded.observations()).map(reason -> new RejectedElement(index, FORBIDDEN, reason));
    }

    private static boolean hasReservedName(Observation observation) {
        return observation instanceof LogEvent event && event.hasReservedName();
    }

    private Decoded decode(byte[] element, Instant now) {
        if (!isObject(element)) {
            return Decoded.rejected(new Rejection(Rejection.Reason.MALFORMED, "not a JSON object", element));
        }
        Decoded decoded = decoder.decode(Message.unqueued(unassigned, now, null, element, null), 0, MAX_DECODED_BYTES);
        if (decoded.rest().isPresent()) {
            return Decoded.rejected(new Rejection(
                    Rejection.Reason.TOO_LARGE,
                    "more than " + decoded.observations().size()
                            + " observations in one element (expected: fewer, in several elements)",
                    element));
        }
        boolean nothing =
                decoded.observations().isEmpty() && decoded.rejections().isEmpty();
        return nothing ? Decoded.rejected(new Rejection(Rejection.Reason.EMPTY, "nothing to store", element)) : decoded;
    }

    private static boolean isObject(byte[] element) {
        for (byte character : element) {
            if (character != ' ' && character != '\t' && character != '\r') {
                return character == '{';
            }
        }
        return false;
    }

    /** The host, which keeps the messages of a host in order. */
    private static byte[] key(Decoded decoded) {
        return decoded.observations().getFirst().host().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The checked elements of a request.
     *
     * @param indexes of the accepted elements
     * @param hosts of the accepted elements
     */
    record Checked(
            ApiKey key,
            List<OutgoingMessage> accepted,
            List<Integer> indexes,
            List<Set<String>> hosts,
            List<RejectedElement> rejected) {}

    /**
     * The result of a request.
     *
     * @param accepted number of elements in the queue
     * @param rejected the other elements
     */
    record Receipt(int accepted, List<RejectedElement> rejected) {}

    /**
     * A rejected element.
     *
     * @param index of the element, from 0; blank lines do not count
     */
    record RejectedElement(int index, String reason, String detail) {}
}
