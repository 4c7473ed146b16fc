package io.logaggregator.domain;

import java.util.List;

/** Text with wildcards, as a list so that no character needs escaping. */
public record TextPattern(List<Part> parts) {

    public TextPattern {
        parts = List.copyOf(parts);
    }

    /** The pattern of exactly this text. */
    public static TextPattern of(String text) {
        return new TextPattern(List.of(new Part.Literal(text)));
    }

    /** Whether there is no wildcard in it. */
    public boolean isLiteral() {
        return parts.stream().allMatch(Part.Literal.class::isInstance);
    }

    /** A run of characters of the pattern. */
    public sealed interface Part {

        /** These characters. */
        record Literal(String text) implements Part {}

        /** Any characters, or none: {@code *}. */
        record AnyText() implements Part {}

        /** Any one character: {@code ?}. */
        record AnyCharacter() implements Part {}
    }
}
