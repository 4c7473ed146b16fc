package io.logaggregator.wire.log;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.json.JsonOutput;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Encodes log messages in {@link WireFormat#LOG}: one JSON object. Thread-safe. */
public final class LogMessageEncoder {

    private static final int ENVELOPE_SIZE = 256;

    /** The message as UTF-8; empty fields are left out. */
    public byte[] encode(LogMessage message) {
        return JsonOutput.bytes(message.message().length() + ENVELOPE_SIZE, json -> write(json, message));
    }

    private static void write(JsonGenerator json, LogMessage message) {
        json.writeStartObject();
        json.writeStringProperty("timestamp", message.timestamp().toString());
        text(json, "host", message.host());
        message.level().ifPresent(level -> json.writeStringProperty("level", level.name()));
        json.writeStringProperty("message", StorableText.of(message.message()));
        Text.ALL.forEach(field -> text(json, field.column(), message.texts().get(field)));
        tags(json, message.tags());
        if (!message.metadata().isEmpty()) {
            json.writeName("metadata");
            json.writeRawValue(message.metadata().text());
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, String value) {
        if (!value.isEmpty()) {
            json.writeStringProperty(name, StorableText.of(value));
        }
    }

    private static void tags(JsonGenerator json, List<String> tags) {
        if (tags.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("tags");
        tags.forEach(tag -> json.writeString(StorableText.of(tag)));
        json.writeEndArray();
    }
}
