package io.logaggregator.wire;

import io.logaggregator.application.alert.AttributeReader;
import io.logaggregator.application.alert.AttributeValue;
import io.logaggregator.application.alert.AttributeValue.Nothing;
import io.logaggregator.domain.JsonObject;
import java.util.function.Function;
import tools.jackson.core.JsonParser;

/**
 * Reads attributes from their JSON, as PostgreSQL's {@code jsonb} would: of members with the same name the last counts,
 * and a number among the names counts the elements of an array. It walks once over the text, and only if the name that is
 * asked for occurs in it. Thread-safe.
 */
public final class JsonAttributes implements AttributeReader {

    @Override
    public Function<JsonObject, AttributeValue> at(String path) {
        AttributePath ready = AttributePath.of(path);
        return attributes -> ready.mayBeIn(attributes.text()) ? read(ready, attributes) : new Nothing();
    }

    private static AttributeValue read(AttributePath path, JsonObject attributes) {
        try (JsonParser parser = Json.parser(attributes.text())) {
            parser.nextToken();
            return path.find(parser);
        }
    }
}
