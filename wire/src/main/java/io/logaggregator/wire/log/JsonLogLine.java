package io.logaggregator.wire.log;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.wire.json.JsonOutput;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A line that is a log message already: exactly one JSON object with a text as its message. */
final class JsonLogLine {

    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private final byte[] line;
    private boolean hasMessage;
    private boolean hasHost;
    private boolean hasApplication;

    private JsonLogLine(byte[] line) {
        this.line = line;
    }

    static Optional<JsonLogLine> of(byte[] line) {
        if (line.length == 0 || line[0] != '{') {
            return Optional.empty();
        }
        var jsonLine = new JsonLogLine(line);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            parser.nextToken();
            jsonLine.readMembers(parser);
            return jsonLine.hasMessage && parser.nextToken() == null ? Optional.of(jsonLine) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty(); // a plain line
        }
    }

    private void readMembers(JsonParser parser) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "message" -> hasMessage = value == JsonToken.VALUE_STRING;
                case "host" -> hasHost = value != JsonToken.VALUE_NULL;
                case "application" -> hasApplication = value != JsonToken.VALUE_NULL;
                default -> {}
            }
            parser.skipChildren();
        }
    }

    /** The line with members for a missing host and application; its own bytes stay unchanged. */
    byte[] completed(String host, String application) {
        var out = new ByteArrayOutputStream(line.length + 64);
        int end = lastBrace();
        out.write(line, 0, end);
        if (!hasHost) {
            out.writeBytes(member("host", host));
        }
        if (!hasApplication && !application.isEmpty()) {
            out.writeBytes(member("application", application));
        }
        out.write('}');
        return out.toByteArray();
    }

    private int lastBrace() {
        int end = line.length - 1;
        while (line[end] != '}') {
            end--;
        }
        return end;
    }

    /** For example {@code ,"host":"web-1"}: added last, so that it overrides a null of the same name. */
    private static byte[] member(String name, String value) {
        byte[] object = JsonOutput.bytes(64, json -> {
            json.writeStartObject();
            json.writeStringProperty(name, StorableText.of(value));
            json.writeEndObject();
        });
        object[0] = ',';
        return Arrays.copyOf(object, object.length - 1);
    }
}
