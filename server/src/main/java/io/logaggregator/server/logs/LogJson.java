package io.logaggregator.server.logs;

import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.server.logs.tail.EventJson;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Serializes log events as the API does. Thread-safe. */
@Component
final class LogJson implements EventJson {

    private final ObjectWriter writer;

    LogJson(JsonMapper mapper) {
        writer = mapper.writerFor(LogView.class);
    }

    @Override
    public byte[] of(LogEvent event) {
        return writer.writeValueAsBytes(LogView.of(event));
    }
}
