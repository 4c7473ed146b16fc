package io.logaggregator.wire.json;

import java.util.Optional;
import tools.jackson.core.JsonParser;

/** Cleans text for the store. */
public final class Text {

    /**
     * Longer names of hosts, applications and the like are invalid, and do not fit an index. DNS allows 253 characters.
     */
    private static final int MAX_LABEL_LENGTH = 255;

    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /**
     * The parser's current value, {@linkplain #clean cleaned}. Reads the parser's buffer, which is several times as
     * fast as copying first.
     */
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

    /** Replaces characters that PostgreSQL cannot store, U+0000 and unpaired surrogates, by U+FFFD. */
    public static String clean(String text) {
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

    /** A name in cleaned text: stripped; empty if it is blank or too long. */
    static Optional<String> label(String text) {
        String label = text.strip();
        return label.isEmpty() || label.length() > MAX_LABEL_LENGTH ? Optional.empty() : Optional.of(label);
    }
}
