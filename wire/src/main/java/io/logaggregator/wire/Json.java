package io.logaggregator.wire;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.util.JsonRecyclerPools;

/** How JSON is read here: leniently where a meaning is plain, and within limits. */
final class Json {

    /**
     * Characters of one text of JSON, bytes of a plain line. More than this is a dump, not a line: nobody reads it in a list of events, and PostgreSQL
     * makes no word index of a text much longer (a {@code tsvector} ends at 1 MiB).
     */
    static final int MAX_TEXT_LENGTH = 1 << 20;

    /** Levels of nesting. What people send has fewer than ten; PostgreSQL's own parser gives up at some thousands. */
    static final int MAX_DEPTH = 500;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            // UTF-8 is what RFC 8259 asks for; guessing at others would make zeros in broken text look like UTF-16.
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            // Else names in earlier messages decide whether this one is read.
            .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            // Those who read much JSON here are few threads that live long.
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_TEXT_LENGTH)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();

    private Json() {}

    static JsonParser parser(String text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    static JsonParser parser(Bytes bytes) {
        return FACTORY.createParser(ObjectReadContext.empty(), bytes.array(), bytes.from(), bytes.length());
    }
}
