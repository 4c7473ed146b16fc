package io.logaggregator.wire;

import io.logaggregator.core.logs.match.AttributeReader;
import io.logaggregator.core.logs.match.AttributeValue;
import io.logaggregator.core.logs.match.AttributeValue.Nothing;
import io.logaggregator.core.observation.JsonObject;
import java.util.function.Function;
import tools.jackson.core.JsonParser;

/**
 * Reads attributes from their JSON, as PostgreSQL's {@code jsonb} would: of members with the same name the last counts,
 * and a number among the names counts the elements of an array. It walks once over the text, with a parser only where
 * members are asked for that lie within others. Thread-safe.
 */
public final class JsonAttributes implements AttributeReader {

    @Override
    public Function<JsonObject, AttributeValue> at(String path) {
        String stored = path.replace('\0', '\uFFFD');
        AttributePath ready = AttributePath.of(stored);
        return stored.indexOf('.') < 0 ? member(new PlainMember(stored), ready) : walk(ready);
    }

    private static Function<JsonObject, AttributeValue> member(PlainMember member, AttributePath path) {
        return attributes -> member.in(attributes.text()).orElseGet(() -> read(path, attributes));
    }

    private static Function<JsonObject, AttributeValue> walk(AttributePath path) {
        return attributes -> path.mayBeIn(attributes.text()) ? read(path, attributes) : new Nothing();
    }

    private static AttributeValue read(AttributePath path, JsonObject attributes) {
        try (JsonParser parser = Json.parser(attributes.text())) {
            parser.nextToken();
            return path.find(parser);
        }
    }
}
