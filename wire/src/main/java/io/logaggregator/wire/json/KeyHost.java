package io.logaggregator.wire.json;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The host in the key of a message: plain text, a JSON text as Kafka Connect writes it, or a member {@code host} or {@code
 * hostname} of a JSON object. Binary keys and UUIDs are no names of hosts.
 */
final class KeyHost {

    private static final int MAX_BYTES = 4_096;
    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private KeyHost() {}

    static Optional<String> of(Bytes key) {
        Bytes text = key.withoutByteOrderMark().strip();
        if (text.length() > MAX_BYTES || text.repairedUtf8().isPresent()) {
            return Optional.empty();
        }
        boolean isJson = text.startsWith('{') || text.startsWith('"');
        return (isJson ? ofJson(text) : Text.exactLabel(text.text()))
                .filter(host -> !UUID.matcher(host).matches());
    }

    private static Optional<String> ofJson(Bytes text) {
        try (JsonParser parser = Json.parser(text)) {
            Optional<String> host = parser.nextToken() == JsonToken.START_OBJECT ? ofObject(parser) : label(parser);
            return parser.nextToken() == null ? host : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static Optional<String> label(JsonParser parser) {
        return Scalars.text(parser).flatMap(Text::exactLabel);
    }

    private static Optional<String> ofObject(JsonParser parser) {
        Optional<String> host = Optional.empty();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            if (name.equals("host") || name.equals("hostname")) {
                host = label(parser);
            }
            parser.skipChildren();
        }
        return host;
    }
}
