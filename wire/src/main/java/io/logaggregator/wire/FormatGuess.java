package io.logaggregator.wire;

import tools.jackson.core.JsonParser;

/** Tells agent and log messages apart: log messages have a message, agent messages have sections. */
final class FormatGuess {

    private FormatGuess() {}

    /** The reader for this object. Throws what the parser throws. */
    static ElementReader readerFor(Bytes object) {
        try (JsonParser parser = Json.parser(object)) {
            parser.nextToken();
            boolean sections = false;
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                boolean nested = parser.nextToken().isStructStart();
                if (name.equals("message") && !nested) {
                    return LogReader.INSTANCE;
                }
                sections |= nested && isSection(name);
                parser.skipChildren();
            }
            return sections ? AgentReader.INSTANCE : LogReader.INSTANCE;
        }
    }

    private static boolean isSection(String name) {
        return switch (name) {
            case "host_info", "metrics", "processes", "threat_indicators", "data" -> true;
            default -> false;
        };
    }
}
