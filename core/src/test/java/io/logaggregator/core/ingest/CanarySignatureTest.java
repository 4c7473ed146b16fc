package io.logaggregator.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogTexts;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CanarySignatureTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final CanarySignature SIGNATURE = new CanarySignature("secret");
    private static final JsonObject ATTRIBUTES = new JsonObject("{\"sequence\":1}");
    private static final String ID = SIGNATURE.sign("run-1", NOON, "web-1", "canary event 1", ATTRIBUTES);

    @Test
    void signedEvent_isValid() {
        assertThat(SIGNATURE.isValid(event(NOON, LogEvent.CANARY, Level.TRACE, "canary event 1", texts("", ID))))
                .isTrue();
    }

    /** A sender that has read a canary event cannot use its signature for other data. */
    @Test
    void changedEvent_isInvalid() {
        assertThat(Stream.of(
                        event(NOON.plusMillis(1), LogEvent.CANARY, Level.TRACE, "canary event 1", texts("", ID)),
                        event(NOON, "web-1", Level.TRACE, "canary event 1", texts("", ID)),
                        event(NOON, LogEvent.CANARY, Level.FATAL, "canary event 1", texts("", ID)),
                        event(NOON, LogEvent.CANARY, Level.TRACE, "evade", texts("", ID)),
                        event(NOON, LogEvent.CANARY, Level.TRACE, "canary event 1", texts("prod", ID)),
                        event(NOON, LogEvent.CANARY, Level.TRACE, "canary event 1", texts("", "other-" + ID)),
                        event(NOON, LogEvent.CANARY, Level.TRACE, "canary event 1", texts("", "run-1")),
                        event(NOON, LogEvent.CANARY, Level.TRACE, "canary event 1", texts("", ""))))
                .noneMatch(SIGNATURE::isValid);
        LogEvent valid = event(NOON, LogEvent.CANARY, Level.TRACE, "canary event 1", texts("", ID));
        assertThat(SIGNATURE.isValid(with(valid, List.of("tag"), ATTRIBUTES))).isFalse();
        assertThat(SIGNATURE.isValid(with(valid, List.of(), new JsonObject("{\"evil\":1}"))))
                .isFalse();
    }

    private static LogTexts texts(String environment, String correlationId) {
        return LogTexts.of(environment, LogEvent.CANARY, "web-1", correlationId);
    }

    private static LogEvent event(Instant observedAt, String host, Level level, String message, LogTexts texts) {
        return new LogEvent(
                EventId.of(0, 1, 0, observedAt), observedAt, NOON, host, level, message, texts, List.of(), ATTRIBUTES);
    }

    private static LogEvent with(LogEvent event, List<String> tags, JsonObject attributes) {
        return new LogEvent(
                event.id(),
                event.observedAt(),
                event.receivedAt(),
                event.host(),
                event.level(),
                event.message(),
                event.texts(),
                tags,
                attributes);
    }
}
