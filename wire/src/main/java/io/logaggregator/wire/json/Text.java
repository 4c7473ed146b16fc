package io.logaggregator.wire.json;

import io.logaggregator.core.common.NameText;
import io.logaggregator.core.common.StorableText;
import java.util.Optional;
import tools.jackson.core.JsonParser;

/** Cleans text for the store. */
public final class Text {

    /**
     * Longer names of hosts, applications and the like are invalid, and do not fit an index. DNS allows 253 characters.
     */
    private static final int MAX_LABEL_LENGTH = 255;

    private Text() {}

    /**
     * The parser's current value, {@linkplain StorableText#of cleaned}. Reads the parser's buffer, which is several times as
     * fast as copying first.
     */
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

    /** A name in cleaned text: stripped; empty if it is blank, too long or has {@linkplain NameText control characters}. */
    public static Optional<String> label(String text) {
        String label = text.strip();
        return label.isEmpty() || label.length() > MAX_LABEL_LENGTH || !NameText.isValid(label)
                ? Optional.empty()
                : Optional.of(label);
    }
}
