package io.logaggregator.core.common;

/**
 * Text that a store can hold: any Unicode except U+0000. Surrogates without their other half are not Unicode. Text from
 * clients is {@linkplain #of cleaned} when it is decoded, and so is text that is compared with stored text.
 */
public final class StorableText {

    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /** Replaces each character that is not storable by U+FFFD; returns the same instance where there is none. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isSuspect(text.charAt(i))) {
                return cleanFrom(i, text);
            }
        }
        return text;
    }

    /** Whether a UTF-16 unit may be part of text that is not storable. */
    public static boolean isSuspect(char character) {
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

    /**
     * Checks that a text is storable.
     *
     * @throws DataRejectedException for text with U+0000 or half a surrogate pair
     */
    public static void require(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (startsPair(text, i)) {
                i++;
            } else if (isSuspect(text.charAt(i))) {
                String found = text.charAt(i) == 0 ? "U+0000" : "half a surrogate pair";
                throw new DataRejectedException("text: " + found + " at index " + i + " (expected: none)", null);
            }
        }
    }

    private static boolean startsPair(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
    }
}
