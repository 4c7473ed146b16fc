package io.logaggregator.wire;

import io.logaggregator.core.common.StorableText;
import java.util.Optional;
import tools.jackson.core.JsonParser;

/** Text as the store takes it. */
final class Text {

    /** Longer names of hosts, applications and the like are none, and would not fit an index. DNS ends at 253. */
    private static final int MAX_LABEL_LENGTH = 255;

    private Text() {}

    /** The parser's current value, {@linkplain StorableText#of cleaned}. Looked at as an array, which is several times as fast. */
    static String of(JsonParser parser) {
        char[] characters = parser.getStringCharacters();
        int start = parser.getStringOffset();
        int end = start + parser.getStringLength();
        for (int i = start; i < end; i++) {
            if (StorableText.isSuspect(characters[i])) {
                return StorableText.of(parser.getString());
            }
        }
        return new String(characters, start, end - start);
    }

    /** A name of something, of clean text: stripped; empty where nothing is left, or more than a name has. */
    static Optional<String> label(String text) {
        String label = text.strip();
        return label.isEmpty() || label.length() > MAX_LABEL_LENGTH ? Optional.empty() : Optional.of(label);
    }
}
