package io.logaggregator.server.logs;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.server.logs.tail.EventJson;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * A log event.
 *
 * @param attributes the stored JSON object
 */
public record LogView(
        UUID id,
        Instant observedAt,
        Instant receivedAt,
        String host,
        Level level,
        String message,
        String environment,
        String application,
        String component,
        String correlationId,
        List<String> tags,
        @JsonRawValue String attributes) {

    /** The view of an event. */
    public static LogView of(LogEvent event) {
        return new LogView(
                event.id(),
                event.observedAt(),
                event.receivedAt(),
                event.host(),
                event.level(),
                event.message(),
                event.text(Text.ENVIRONMENT),
                event.text(Text.APPLICATION),
                event.text(Text.COMPONENT),
                event.text(Text.CORRELATION_ID),
                event.tags(),
                event.attributes().text());
    }

    /** Serializes log events as the API does. Thread-safe. */
    @Component
    static final class LogJson implements EventJson {

        private final ObjectWriter writer;

        LogJson(JsonMapper mapper) {
            writer = mapper.writerFor(LogView.class);
        }

        @Override
        public byte[] of(LogEvent event) {
            return writer.writeValueAsBytes(LogView.of(event));
        }
    }
}
