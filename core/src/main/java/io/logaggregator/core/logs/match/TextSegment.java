package io.logaggregator.core.logs.match;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.logs.TextPattern.Part;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Characters of a pattern without {@code *}. The compared text must hold whole characters only, as all stored text
 * does.
 */
final class TextSegment {

    private static final int ANY = -1;

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

    /** The end of a match at an index; negative if there is none. */
    int endAt(String text, int from) {
        int at = from;
        for (int character : characters) {
            if (at >= text.length()) {
                return -1;
            }
            int given = text.codePointAt(at);
            if (character != ANY && character != given && character != CaseFolding.lower(given)) {
                return -1;
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
        return anchor.length == 0 ? tryEach(text, from) : tryAtAnchors(text, from);
    }

    private int tryEach(String text, int from) {
        int end = -1;
        for (int at = from; at < text.length() && end < 0; at = text.offsetByCodePoints(at, 1)) {
            end = endAt(text, at);
        }
        return end;
    }

    /** Searches each case of the anchor with {@link String#indexOf}, which is many times as fast as a loop. */
    private int tryAtAnchors(String text, int from) {
        int end = -1;
        int limit = text.length();
        for (char start : anchor) {
            int at = indexOf(start, text, from + beforeAnchor, limit);
            while (at >= 0) {
                int found = endAt(text, at - beforeAnchor);
                if (found >= 0) {
                    end = found;
                    limit = at;
                    break;
                }
                at = indexOf(start, text, at + 1, limit);
            }
        }
        return end;
    }

    private static int indexOf(char character, String text, int from, int limit) {
        return from < limit ? text.indexOf(character, from, limit) : -1;
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
