package io.logaggregator.wire.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.wire.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.StringJoiner;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Messages that are arrays: of lines, or of bytes, as journald writes text that is not valid UTF-8. */
final class MessageArray {

    private MessageArray() {}

    /** The message in a JSON value; empty if it is something else. */
    static Optional<String> text(String json) {
        if (json.charAt(0) != '[') {
            return Optional.empty();
        }
        StringJoiner lines = new StringJoiner("\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonParser parser = Json.parser(json)) {
            parser.nextToken();
            JsonToken token = parser.nextToken();
            boolean isText = token == JsonToken.VALUE_STRING;
            for (; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (isText && token == JsonToken.VALUE_STRING) {
                    lines.add(parser.getString());
                } else if (!isText && token == JsonToken.VALUE_NUMBER_INT && isByte(parser)) {
                    bytes.write(parser.getIntValue());
                } else {
                    return Optional.empty();
                }
            }
            String text = isText ? lines.toString() : bytes.toString(UTF_8);
            return text.isBlank() ? Optional.empty() : Optional.of(StorableText.of(text));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static boolean isByte(JsonParser parser) {
        String number = parser.getString();
        return number.length() <= 4 && parser.getIntValue() >= -128 && parser.getIntValue() <= 255;
    }
}
