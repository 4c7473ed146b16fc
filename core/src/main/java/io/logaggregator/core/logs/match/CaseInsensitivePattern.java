package io.logaggregator.core.logs.match;

import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.TextPattern.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern ready to be compared with many texts: in parts between which any text may stand. It compares character by
 * character and copies nothing. Immutable.
 */
final class CaseInsensitivePattern {

    private final List<TextSegment> pieces;

    private CaseInsensitivePattern(List<TextSegment> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** The pattern of a whole text. */
    static CaseInsensitivePattern whole(TextPattern pattern) {
        List<TextSegment> pieces = new ArrayList<>();
        List<Part> open = new ArrayList<>();
        for (Part part : pattern.parts()) {
            if (part instanceof Part.AnyText) {
                pieces.add(TextSegment.of(open));
                open.clear();
            } else {
                open.add(part);
            }
        }
        pieces.add(TextSegment.of(open));
        return new CaseInsensitivePattern(pieces);
    }

    /** The pattern that may stand anywhere in a text. */
    static CaseInsensitivePattern anywhere(TextPattern pattern) {
        List<Part> parts = new ArrayList<>(pattern.parts());
        parts.addFirst(new Part.AnyText());
        parts.addLast(new Part.AnyText());
        return whole(new TextPattern(parts));
    }

    /** Takes time in proportion to both lengths at most: the first place where a piece fits is as good as any later. */
    boolean matches(String text) {
        int end = pieces.getFirst().endAt(text, 0);
        if (pieces.size() == 1) {
            return end == text.length();
        }
        for (int piece = 1; piece < pieces.size() - 1 && end >= 0; piece++) {
            end = pieces.get(piece).endOfFirst(text, end);
        }
        return end >= 0 && pieces.getLast().endsAfter(text, end);
    }
}
