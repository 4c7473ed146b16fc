package io.logaggregator.wire;

import java.util.Optional;
import tools.jackson.core.JsonParser;

/** Reads log messages: one object, one event. */
final class LogReader implements ElementReader {

    static final LogReader INSTANCE = new LogReader();

    private LogReader() {}

    @Override
    public Optional<String> read(JsonParser parser, DecodeResultBuilder findings) {
        LogFields fields = new LogFields();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            fields.take(name, parser);
        }
        return fields.addTo(findings);
    }
}
