package io.logaggregator.store.postgres.filters;

import java.text.Normalizer;
import java.util.function.IntConsumer;

/**
 * The n-grams of a text: each {@value #LENGTH} consecutive characters as a number below {@value #NUMBERS}. Characters are
 * folded first, coarser than {@code lower} of any collation: {@code lower(x)} has the n-grams of {@code x}. So a
 * text has all n-grams of another if its lowercase contains that of the other.
 *
 * <p>Folding ignores case and the marks of letters. Characters outside the Basic Multilingual Plane separate n-grams.
 */
final class NGrams {

    static final int LENGTH = 4;

    private static final int BITS = 18;
    static final int NUMBERS = 1 << BITS;

    private static final char NONE = 0;
    private static final char SEPARATOR = '\uFFFF';
    private static final char[] FOLDED = folded();

    private NGrams() {}

    /** Passes the number of each n-gram, in the order of the text. */
    static void forEach(CharSequence text, IntConsumer action) {
        long characters = 0;
        int count = 0;
        for (int index = 0; index < text.length(); index++) {
            char folded = FOLDED[text.charAt(index)];
            if (folded == SEPARATOR) {
                count = 0;
            } else if (folded != NONE) {
                characters = characters << Character.SIZE | folded;
                count++;
                if (count >= LENGTH) {
                    action.accept(number(characters));
                }
            }
        }
    }

    /** The folded characters of a text. */
    static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.chars()
                .map(character -> FOLDED[character])
                .filter(character -> character != NONE)
                .forEach(character -> folded.append((char) character));
        return folded.toString();
    }

    /** Multiplies with an odd number, so that all characters determine the upper bits. */
    private static int number(long characters) {
        return (int) (characters * 0x9E37_79B9_7F4A_7C15L >>> Long.SIZE - BITS);
    }

    private static char[] folded() {
        char[] folded = new char[Character.MAX_VALUE + 1];
        for (int character = 0; character < folded.length; character++) {
            folded[character] = folded((char) character);
        }
        return folded;
    }

    private static char folded(char character) {
        if (Character.isSurrogate(character) || !Character.isDefined(character)) {
            return SEPARATOR;
        }
        if (isMark(character)) {
            return NONE;
        }
        String decomposed = Normalizer.normalize(Character.toString(character), Normalizer.Form.NFD);
        boolean isMarked = decomposed.chars().skip(1).allMatch(NGrams::isMark);
        char base = isMarked ? decomposed.charAt(0) : character;
        return Character.toLowerCase(Character.toUpperCase(base));
    }

    private static boolean isMark(int character) {
        return character >= 0x300 && character <= 0x36F;
    }
}
