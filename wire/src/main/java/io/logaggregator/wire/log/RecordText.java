package io.logaggregator.wire.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.json.LogRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Reads text that a protocol carries as a log record: a JSON object, or a plain line. */
public final class RecordText {

    private RecordText() {}

    /** Adds the event of a text; values that it lacks are those of the frame, without its message. */
    public static void read(String text, LogRecord frame, DecodeResultBuilder result) {
        LogRecord around = new LogRecord(
                frame.time(), frame.host(), frame.level(), null, frame.texts(), frame.tags(), frame.attributes());
        Bytes bytes = Bytes.of(text.getBytes(UTF_8));
        result.within(around, () -> {
            if (!isJson(bytes, result)) {
                PlainLine.read(bytes, result);
            }
            return result;
        });
    }

    /** Adds the event of a complete JSON object with a message. */
    private static boolean isJson(Bytes text, DecodeResultBuilder result) {
        Bytes object = text.strip();
        if (!object.startsWith('{')) {
            return false;
        }
        try (JsonParser whole = Json.parser(object);
                JsonParser parser = Json.parser(object)) {
            whole.nextToken();
            whole.skipChildren();
            if (whole.nextToken() != null) {
                return false;
            }
            parser.nextToken();
            return LogFields.read(parser, result).isEmpty();
        } catch (JacksonException notJson) {
            return false;
        }
    }
}
