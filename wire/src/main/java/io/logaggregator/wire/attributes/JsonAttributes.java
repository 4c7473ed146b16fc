package io.logaggregator.wire.attributes;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.logs.match.AttributeReader;
import io.logaggregator.core.logs.match.AttributeValue;
import io.logaggregator.core.logs.match.AttributeValue.Nothing;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.wire.json.Json;
import java.util.function.Function;
import tools.jackson.core.JsonParser;

/**
 * Reads attributes from their JSON with the results of PostgreSQL's {@code jsonb}: of repeated members the last counts,
 * and a number in a path is the index of an array element. Takes one pass over the text, and a parser only for nested
 * paths. Thread-safe.
 */
public final class JsonAttributes implements AttributeReader {

    @Override
    public Function<JsonObject, AttributeValue> at(String path) {
        String stored = StorableText.of(path);
        AttributePath attribute = AttributePath.of(stored);
        return stored.indexOf('.') < 0 ? member(new PlainMember(stored), attribute) : walk(attribute);
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
