package io.logaggregator.core.logs;

import io.logaggregator.core.common.Glob;
import java.util.List;
import java.util.stream.Collectors;

/** Text with wildcards, as a list so that no character needs escaping. */
public record TextPattern(List<Part> parts) {

    /** The limit of a value in a query, in UTF-16 characters. It bounds the time of a comparison. */
    public static final int MAX_LENGTH = Glob.MAX_LENGTH;

    public TextPattern {
        parts = List.copyOf(parts);
    }

    /** The pattern of exactly this text. */
    public static TextPattern of(String text) {
        return new TextPattern(List.of(new Part.Literal(text)));
    }

    /** The pattern of every text that contains this one. */
    public static TextPattern containing(String text) {
        return new TextPattern(List.of(new Part.AnyText(), new Part.Literal(text), new Part.AnyText()));
    }

    /** The pattern that matches the same texts as a glob. */
    public static TextPattern of(Glob glob) {
        return new TextPattern(glob.pattern()
                .codePoints()
                .<Part>mapToObj(character -> switch (character) {
                    case '*' -> new Part.AnyText();
                    case '?' -> new Part.AnyCharacter();
                    default -> new Part.Literal(Character.toString(character));
                })
                .toList());
    }

    /** Whether the pattern has no wildcard. */
    public boolean isLiteral() {
        return parts.stream().allMatch(Part.Literal.class::isInstance);
    }

    /** The text of a pattern without wildcards. */
    public String literal() {
        return parts.stream()
                .map(Part.Literal.class::cast)
                .map(Part.Literal::text)
                .collect(Collectors.joining());
    }

    /** Part of a pattern. */
    public sealed interface Part {

        /** Exactly these characters. */
        record Literal(String text) implements Part {}

        /** Any number of characters, also none: {@code *}. */
        record AnyText() implements Part {}

        /** Any single character: {@code ?}. */
        record AnyCharacter() implements Part {}
    }
}
