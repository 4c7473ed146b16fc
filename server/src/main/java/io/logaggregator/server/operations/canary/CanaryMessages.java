package io.logaggregator.server.operations.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.ingest.CanarySignature;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.server.operations.canary.PendingCanaries.CanaryEvent;
import io.logaggregator.wire.log.LogMessage;
import io.logaggregator.wire.log.LogMessageEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Encodes canary events, and the queries for them. A query selects one millisecond, so that its cost does not depend on the
 * load, and the id of the event, which is unique across instances and restarts.
 */
final class CanaryMessages {

    private static final Duration PRECISION = Duration.ofMillis(1);

    private final LogMessageEncoder encoder = new LogMessageEncoder();
    private final String topic;
    private final String instance;
    private final UUID runId;
    private final Supplier<CanarySignature> signature;

    /**
     * @param instance display name of the instance
     * @param runId identifies the instance until its restart
     * @param signature available when the first event is sent
     */
    CanaryMessages(String topic, String instance, UUID runId, Supplier<CanarySignature> signature) {
        this.topic = topic;
        this.instance = instance;
        this.runId = runId;
        this.signature = signature;
    }

    /** Each event has another key, so that they rotate over the partitions, and a stalled one is detected. */
    OutgoingMessage encode(CanaryEvent event) {
        byte[] key = ("canary-" + event.sequence()).getBytes(UTF_8);
        return new OutgoingMessage(topic, key, encoder.encode(message(event)));
    }

    private LogMessage message(CanaryEvent event) {
        return new LogMessage(
                event.sentAt(),
                LogEvent.CANARY,
                Optional.of(Level.TRACE),
                text(event),
                LogTexts.of("", LogEvent.CANARY, instance, id(event)),
                List.of(),
                attributes(event));
    }

    private String text(CanaryEvent event) {
        return "canary event " + event.sequence() + " of " + instance;
    }

    private JsonObject attributes(CanaryEvent event) {
        return new JsonObject("{\"canary\":{\"instance\":\"%s\",\"sequence\":%d}}".formatted(runId, event.sequence()));
    }

    private String id(CanaryEvent event) {
        return signature
                .get()
                .sign(runId + "-" + event.sequence(), event.sentAt(), instance, text(event), attributes(event));
    }

    LogQuery query(CanaryEvent event) {
        return new LogQuery(
                event.sentAt(),
                event.sentAt().plus(PRECISION),
                new Matches(LogField.Text.CORRELATION_ID, TextPattern.of(id(event))));
    }
}
