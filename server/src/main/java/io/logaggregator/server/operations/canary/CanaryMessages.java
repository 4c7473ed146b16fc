package io.logaggregator.server.operations.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogField.Standard;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.wire.log.LogMessage;
import io.logaggregator.wire.log.LogMessageEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How lines are written, and how they are asked for: by their millisecond, so that the question costs the same however much
 * comes in, and by an id of their own, so that nobody takes those of another instance, or of another life, for his.
 */
final class CanaryMessages {

    private static final Duration PRECISION = Duration.ofMillis(1);

    private final LogMessageEncoder encoder = new LogMessageEncoder();
    private final String topic;
    private final String instance;
    private final UUID life;

    /**
     * @param instance what people call the instance
     * @param life of this life of the instance
     */
    CanaryMessages(String topic, String instance, UUID life) {
        this.topic = topic;
        this.instance = instance;
        this.life = life;
    }

    /** Each has another key, so that all partitions have their turn: one that is stuck is to be noticed. */
    OutgoingMessage write(CanaryLine line) {
        byte[] key = ("canary-" + line.sequence()).getBytes(UTF_8);
        return new OutgoingMessage(topic, key, encoder.encode(message(line)));
    }

    private LogMessage message(CanaryLine line) {
        return new LogMessage(
                line.sentAt(),
                LogEvent.CANARY,
                Optional.of(Level.TRACE),
                "line " + line.sequence() + " of " + instance + " to itself, to see that lines arrive",
                LogEvent.CANARY,
                instance,
                "",
                id(line),
                List.of(),
                new JsonObject("{\"canary\":{\"instance\":\"%s\",\"sequence\":%d}}".formatted(life, line.sequence())));
    }

    private String id(CanaryLine line) {
        return life + "-" + line.sequence();
    }

    LogQuery question(CanaryLine line) {
        return new LogQuery(
                line.sentAt(),
                line.sentAt().plus(PRECISION),
                new Matches(Standard.CORRELATION_ID, TextPattern.of(id(line))));
    }
}
