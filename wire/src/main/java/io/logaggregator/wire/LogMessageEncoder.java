package io.logaggregator.wire;

import io.logaggregator.core.observation.Level;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Writes log messages the way {@link WireFormat#LOG} reads them: one JSON object. Thread-safe. */
public final class LogMessageEncoder {

    private static final int ENVELOPE_SIZE = 256;

    /** The message as UTF-8; fields that are empty are left out. */
    public byte[] encode(LogMessage message) {
        return JsonOutput.bytes(message.message().length() + ENVELOPE_SIZE, json -> write(json, message));
    }

    /**
     * A line that is a log message already, as JSON: the same bytes, with host and application added where it names
     * none. Empty where it is another line.
     */
    public Optional<byte[]> complete(byte[] line, String host, String application) {
        return JsonLogLine.of(line).map(jsonLine -> jsonLine.completed(host, application));
    }

    /** The level that a plain line shows, near its beginning; empty where it shows none. */
    public static Optional<Level> levelIn(String line) {
        return PlainLine.level(line);
    }

    private static void write(JsonGenerator json, LogMessage message) {
        json.writeStartObject();
        json.writeStringProperty("timestamp", message.timestamp().toString());
        text(json, "host", message.host());
        message.level().ifPresent(level -> json.writeStringProperty("level", level.name()));
        json.writeStringProperty("message", Text.clean(message.message()));
        text(json, "application", message.application());
        text(json, "component", message.component());
        text(json, "environment", message.environment());
        text(json, "correlation_id", message.correlationId());
        tags(json, message.tags());
        if (!message.metadata().isEmpty()) {
            json.writeName("metadata");
            json.writeRawValue(message.metadata().text());
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, String value) {
        if (!value.isEmpty()) {
            json.writeStringProperty(name, Text.clean(value));
        }
    }

    private static void tags(JsonGenerator json, List<String> tags) {
        if (tags.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("tags");
        tags.forEach(tag -> json.writeString(Text.clean(tag)));
        json.writeEndArray();
    }
}
