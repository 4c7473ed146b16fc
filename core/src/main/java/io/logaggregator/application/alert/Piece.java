package io.logaggregator.application.alert;

import io.logaggregator.domain.TextPattern.Part;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A run of characters, some of which may be any. What it is compared with must hold whole characters only, as all text
 * that is stored does.
 */
final class Piece {

    private static final int ANY = -1;

    private final int[] characters; // Unicode code points in lower case
    private final char[] starts; // with which of Java's characters it can begin; none where that can be any

    private Piece(int[] characters) {
        this.characters = characters;
        starts = characters.length == 0 || characters[0] == ANY ? new char[0] : Caseless.starts(characters[0]);
    }

    static Piece of(List<Part> parts) {
        return new Piece(parts.stream().flatMapToInt(Piece::characters).toArray());
    }

    private static IntStream characters(Part part) {
        return switch (part) {
            case Part.Literal(var text) -> Caseless.storable(text).codePoints().map(Caseless::lower);
            case Part.AnyCharacter() -> IntStream.of(ANY);
            case Part.AnyText() -> throw new IllegalArgumentException("part: * (expected: between pieces)");
        };
    }

    /** Where it ends if it stands at an index; negative if it does not. */
    int endAt(String text, int from) {
        int at = from;
        for (int character : characters) {
            if (at >= text.length()) {
                return -1;
            }
            int given = text.codePointAt(at);
            if (character != ANY && character != given && character != Caseless.lower(given)) {
                return -1;
            }
            at += Character.charCount(given);
        }
        return at;
    }

    /** Where it ends at the first place from an index on; negative if there is none. */
    int endOfFirst(String text, int from) {
        if (characters.length == 0) {
            return from;
        }
        return starts.length == 0 ? tryEach(text, from) : tryWhereItCanBegin(text, from);
    }

    private int tryEach(String text, int from) {
        int end = -1;
        for (int at = from; at < text.length() && end < 0; at = text.offsetByCodePoints(at, 1)) {
            end = endAt(text, at);
        }
        return end;
    }

    /** One search for each way to begin: Java finds single characters many times faster than a loop does. */
    private int tryWhereItCanBegin(String text, int from) {
        int end = -1;
        int limit = text.length();
        for (char start : starts) {
            int at = text.indexOf(start, from, limit);
            while (at >= 0) {
                int found = endAt(text, at);
                if (found >= 0) {
                    end = found;
                    limit = at;
                    break;
                }
                at = text.indexOf(start, at + 1, limit);
            }
        }
        return end;
    }

    /** Whether it stands at the end, and begins at an index or after. */
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
