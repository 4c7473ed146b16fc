package io.logaggregator.wire;

import io.logaggregator.wire.agent.AgentReport;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.ElementReader;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.log.LogFields;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Distinguishes agent and log messages: log messages have a message, agent messages have sections. */
final class FormatGuess {

    private FormatGuess() {}

    /** The reader of an object. May throw exceptions of the JSON parser. */
    static ElementReader readerFor(Bytes object) {
        try (JsonParser parser = Json.parser(object)) {
            parser.nextToken();
            return isReport(parser, true) ? AgentReport::read : LogFields::read;
        }
    }

    /** Whether an object is an agent message. Reads it to its end, or to the message of a log message. */
    private static boolean isReport(JsonParser parser, boolean outer) {
        boolean sections = false;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            if (!token.isStructStart()) {
                if (LogFields.isMessage(name)) {
                    return false;
                }
            } else if (outer && name.equals("data") && token == JsonToken.START_OBJECT) {
                sections |= isReport(parser, false);
                if (parser.currentToken() != JsonToken.END_OBJECT) {
                    return false; // at a message
                }
            } else {
                sections |= isSection(name);
                parser.skipChildren();
            }
        }
        return sections;
    }

    private static boolean isSection(String name) {
        return switch (name) {
            case "host_info", "metrics", "processes", "threat_indicators", "data" -> true;
            default -> false;
        };
    }
}
