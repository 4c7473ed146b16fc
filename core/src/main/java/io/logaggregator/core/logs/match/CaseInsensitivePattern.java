package io.logaggregator.core.logs.match;

import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.TextPattern.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * A compiled pattern: segments with any text in between. Compares character by character, without copies. Immutable.
 */
final class CaseInsensitivePattern {

    private final List<TextSegment> segments;

    private CaseInsensitivePattern(List<TextSegment> segments) {
        this.segments = List.copyOf(segments);
    }

    /** A pattern that matches a whole text. */
    static CaseInsensitivePattern whole(TextPattern pattern) {
        List<TextSegment> segments = new ArrayList<>();
        List<Part> open = new ArrayList<>();
        for (Part part : pattern.parts()) {
            if (part instanceof Part.AnyText) {
                segments.add(TextSegment.of(open));
                open.clear();
            } else {
                open.add(part);
            }
        }
        segments.add(TextSegment.of(open));
        return new CaseInsensitivePattern(segments);
    }

    /** A pattern that matches anywhere in a text. */
    static CaseInsensitivePattern anywhere(TextPattern pattern) {
        List<Part> parts = new ArrayList<>(pattern.parts());
        parts.addFirst(new Part.AnyText());
        parts.addLast(new Part.AnyText());
        return whole(new TextPattern(parts));
    }

    /**
     * Takes time proportional to the length of the text: the first position where a segment matches is as good as any
     * later one.
     */
    boolean matches(String text) {
        int end = segments.getFirst().endAt(text, 0);
        if (segments.size() == 1) {
            return end == text.length();
        }
        for (int segment = 1; segment < segments.size() - 1 && end >= 0; segment++) {
            end = segments.get(segment).endOfFirst(text, end);
        }
        return end >= 0 && segments.getLast().endsAfter(text, end);
    }
}
