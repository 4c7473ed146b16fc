package io.logaggregator.wire;

import io.logaggregator.wire.agent.AgentReport;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.ElementReader;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.log.LogFields;
import tools.jackson.core.JsonParser;

/** Distinguishes agent and log messages: log messages have a message, agent messages have sections. */
final class FormatGuess {

    private FormatGuess() {}

    /** The reader of an object. May throw exceptions of the JSON parser. */
    static ElementReader readerFor(Bytes object) {
        try (JsonParser parser = Json.parser(object)) {
            parser.nextToken();
            boolean sections = false;
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                boolean nested = parser.nextToken().isStructStart();
                if (name.equals("message") && !nested) {
                    return LogFields::read;
                }
                sections |= nested && isSection(name);
                parser.skipChildren();
            }
            return sections ? AgentReport::read : LogFields::read;
        }
    }

    private static boolean isSection(String name) {
        return switch (name) {
            case "host_info", "metrics", "processes", "threat_indicators", "data" -> true;
            default -> false;
        };
    }
}
