package io.logaggregator.wire;

import java.util.Optional;
import tools.jackson.core.JsonParser;

/** Text as the store takes it. */
final class Text {

    /** Longer names of hosts, applications and the like are none, and would not fit an index. DNS ends at 253. */
    private static final int MAX_LABEL_LENGTH = 255;

    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /** The parser's current value, {@linkplain #clean clean}. Looked at as an array, which is several times as fast. */
    static String of(JsonParser parser) {
        char[] characters = parser.getStringCharacters();
        int start = parser.getStringOffset();
        int end = start + parser.getStringLength();
        for (int i = start; i < end; i++) {
            if (isSuspect(characters[i])) {
                return cleanFrom(i - start, parser.getString());
            }
        }
        return new String(characters, start, end - start);
    }

    /** The same text with U+FFFD for what PostgreSQL cannot hold: U+0000 and surrogates without their other half. */
    static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isSuspect(text.charAt(i))) {
                return cleanFrom(i, text);
            }
        }
        return text;
    }

    private static boolean isSuspect(char character) {
        return character == 0 || Character.isSurrogate(character);
    }

    private static String cleanFrom(int start, String text) {
        StringBuilder clean = new StringBuilder(text.length()).append(text, 0, start);
        for (int i = start; i < text.length(); i++) {
            char character = text.charAt(i);
            if (startsPair(text, i)) {
                clean.append(character).append(text.charAt(++i));
            } else {
                clean.append(isSuspect(character) ? REPLACEMENT : character);
            }
        }
        return clean.toString();
    }

    private static boolean startsPair(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
    }

    /** A name of something, of clean text: stripped; empty where nothing is left, or more than a name has. */
    static Optional<String> label(String text) {
        String label = text.strip();
        return label.isEmpty() || label.length() > MAX_LABEL_LENGTH ? Optional.empty() : Optional.of(label);
    }
}
