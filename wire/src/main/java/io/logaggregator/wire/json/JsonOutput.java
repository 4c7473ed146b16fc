package io.logaggregator.wire.json;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Writes one JSON value as UTF-8. */
public final class JsonOutput {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // writes doubles in the shortest form that parses to the same value
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private JsonOutput() {}

    public static byte[] bytes(int expectedSize, Consumer<JsonGenerator> content) {
        var out = new ByteArrayOutputStream(expectedSize);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            content.accept(json);
        }
        return out.toByteArray();
    }
}
