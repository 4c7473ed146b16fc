package io.logaggregator.wire;

import java.util.Optional;

/** Text as the store takes it. */
final class Text {

    /** Longer names of hosts, applications and the like are none, and would not fit an index. DNS ends at 253. */
    private static final int MAX_LABEL_LENGTH = 255;

    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /** The same text with U+FFFD for what PostgreSQL cannot hold: U+0000 and surrogates without their other half. */
    static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0 || Character.isSurrogate(character)) {
                return cleanFrom(i, text);
            }
        }
        return text;
    }

    private static String cleanFrom(int start, String text) {
        StringBuilder clean = new StringBuilder(text.length()).append(text, 0, start);
        for (int i = start; i < text.length(); i++) {
            char character = text.charAt(i);
            if (startsPair(text, i)) {
                clean.append(character).append(text.charAt(++i));
            } else {
                clean.append(character == 0 || Character.isSurrogate(character) ? REPLACEMENT : character);
            }
        }
        return clean.toString();
    }

    private static boolean startsPair(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
    }

    /** A name of something: stripped and clean; empty where nothing is left, or more than a name has. */
    static Optional<String> label(String text) {
        String label = clean(text.strip());
        return label.isEmpty() || label.length() > MAX_LABEL_LENGTH ? Optional.empty() : Optional.of(label);
    }
}
