package io.logaggregator.core.logs.match;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.logs.TextPattern.Part;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Characters of a pattern without {@code *}. The compared text must hold whole characters only, as all stored text
 * does.
 *
 * <p>Most texts are searched for the rarest character of the segment, and compared where it occurs. Where this compares
 * too many characters, as in a text of one repeated character, {@link #search} takes over, so that the time is
 * proportional to the length of the text.
 */
final class TextSegment {

    private static final int ANY = -1;

    /** Compared characters, per searched character and in addition, beyond which another algorithm is faster. */
    private static final int MAX_COMPARED = 4;

    private static final int MIN_COMPARED = 1_024;

    /** In descending order of frequency in logs. Other characters are rarer. */
    private static final String FREQUENT = " etaoinrs0l1cd2u.-:m/p3456789gh=f,b_yvwk\"xj'zq";

    private final int[] characters; // Unicode code points in lower case

    /**
     * The anchor is the rarest character, searched first: number of UTF-16 units before it, and its possible first
     * units.
     */
    private final int beforeAnchor;

    private final char[] anchor; // empty if the segment has wildcards only

    private TextSegment(int[] characters) {
        this.characters = characters;
        int index = rarest(characters);
        beforeAnchor = IntStream.range(0, index)
                .map(before -> Character.charCount(characters[before]))
                .sum();
        anchor = index == characters.length || characters[index] == ANY
                ? new char[0]
                : CaseFolding.starts(characters[index]);
    }

    /**
     * Considers only characters at a fixed position: those before the first wildcard, which can match one or two UTF-16
     * units.
     */
    private static int rarest(int[] characters) {
        int rarest = 0;
        for (int index = 0; index < characters.length && characters[index] != ANY; index++) {
            if (rarity(characters[index]) > rarity(characters[rarest])) {
                rarest = index;
            }
        }
        return rarest;
    }

    private static int rarity(int character) {
        int place = FREQUENT.indexOf(character);
        return place < 0 ? FREQUENT.length() : place;
    }

    static TextSegment of(List<Part> parts) {
        return new TextSegment(
                parts.stream().flatMapToInt(TextSegment::characters).toArray());
    }

    private static IntStream characters(Part part) {
        return switch (part) {
            case Part.Literal(var text) -> StorableText.of(text).codePoints().map(CaseFolding::lower);
            case Part.AnyCharacter() -> IntStream.of(ANY);
            case Part.AnyText() -> throw new IllegalArgumentException("part: * (expected: between segments)");
        };
    }

    /** The end of a match at an index; if there is none, minus the number of compared characters. */
    int endAt(String text, int from) {
        int at = from;
        for (int index = 0; index < characters.length; index++) {
            if (at >= text.length()) {
                return -1 - index;
            }
            int character = characters[index];
            int given = text.codePointAt(at);
            if (character != ANY && character != given && character != CaseFolding.lower(given)) {
                return -1 - index;
            }
            at += Character.charCount(given);
        }
        return at;
    }

    /** The end of the first match from an index on; negative if there is none. */
    int endOfFirst(String text, int from) {
        if (characters.length == 0) {
            return from;
        }
        return anchor.length == 0 ? search(text, from) : tryAtAnchors(text, from);
    }

    /** Searches each case of the anchor with {@link String#indexOf}, which is many times as fast as a loop. */
    private int tryAtAnchors(String text, int from) {
        int end = -1;
        int limit = text.length();
        long compared = 0;
        for (char start : anchor) {
            int at = indexOf(start, text, from + beforeAnchor, limit);
            while (at >= 0) {
                int found = endAt(text, at - beforeAnchor);
                if (found >= 0) {
                    end = found;
                    limit = at;
                    break;
                }
                compared -= found;
                if (compared > MIN_COMPARED + (long) MAX_COMPARED * (at - from)) {
                    return search(text, from);
                }
                at = indexOf(start, text, at + 1, limit);
            }
        }
        return end;
    }

    private static int indexOf(char character, String text, int from, int limit) {
        return from < limit ? text.indexOf(character, from, limit) : -1;
    }

    /**
     * Searches with one bit per character of the segment, which is set where the text up to here ends with the segment
     * up to that character. Each character of the text takes a step per 64 characters of the segment.
     *
     * @see <a href="https://doi.org/10.1145/135239.135243">Baeza-Yates and Gonnet, A new approach to text searching</a>
     */
    private int search(String text, int from) {
        Masks masks = new Masks(characters);
        long[] matched = new long[masks.any.length];
        long whole = 1L << (characters.length - 1); // the shift distance is taken modulo 64
        int at = from;
        while (at < text.length()) {
            int given = text.codePointAt(at);
            at += Character.charCount(given);
            long[] mask = masks.of(CaseFolding.lower(given));
            long carry = 1;
            for (int word = 0; word < matched.length; word++) {
                long before = matched[word];
                matched[word] = (before << 1 | carry) & mask[word];
                carry = before >>> (Long.SIZE - 1);
            }
            if ((matched[matched.length - 1] & whole) != 0) {
                return at;
            }
        }
        return -1;
    }

    /** The positions in a segment that match a character, as bits. */
    private static final class Masks {

        private static final int ASCII = 128;

        /** Positions of wildcards. */
        private final long[] any;

        private final long[][] ascii = new long[ASCII][];
        private final Map<Integer, long[]> others = new HashMap<>();

        Masks(int[] characters) {
            any = new long[(characters.length + Long.SIZE - 1) / Long.SIZE];
            IntStream.range(0, characters.length)
                    .filter(index -> characters[index] == ANY)
                    .forEach(index -> add(any, index));
            Arrays.setAll(ascii, character -> any.clone());
            for (int index = 0; index < characters.length; index++) {
                int character = characters[index];
                if (character >= ASCII) {
                    add(others.computeIfAbsent(character, other -> any.clone()), index);
                } else if (character != ANY) {
                    add(ascii[character], index);
                }
            }
        }

        private static void add(long[] mask, int index) {
            mask[index / Long.SIZE] |= 1L << index;
        }

        long[] of(int lower) {
            return lower < ASCII ? ascii[lower] : others.getOrDefault(lower, any);
        }
    }

    /** Whether the text ends with a match that starts at an index or after. */
    boolean endsAfter(String text, int from) {
        int start = text.length();
        for (int character = 0; character < characters.length; character++) {
            if (start <= from) {
                return false;
            }
            start -= Character.charCount(text.codePointBefore(start));
        }
        return start >= from && endAt(text, start) == text.length();
    }
}
