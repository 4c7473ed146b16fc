package io.logaggregator.wire.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.util.JsonRecyclerPools;

/** JSON parsers that are lenient where the meaning is clear, and enforce limits. */
public final class Json {

    /**
     * Maximum characters of a JSON string, and bytes of a plain line. A longer text is a dump, not an event, and
     * PostgreSQL cannot index it (a {@code tsvector} ends at 1 MiB).
     */
    public static final int MAX_TEXT_LENGTH = 1 << 20;

    /** Maximum nesting. Usual messages have fewer than ten levels; PostgreSQL's own parser fails at some thousands. */
    public static final int MAX_DEPTH = 500;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            // RFC 8259 requires UTF-8; detection would take zeros in invalid text for UTF-16.
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            // Otherwise member names of earlier messages could make this one fail.
            .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            // Most JSON is parsed by few long-lived threads.
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_TEXT_LENGTH)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();

    private Json() {}

    public static JsonParser parser(String text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    public static JsonParser parser(Bytes bytes) {
        return FACTORY.createParser(ObjectReadContext.empty(), bytes.array(), bytes.from(), bytes.length());
    }
}
