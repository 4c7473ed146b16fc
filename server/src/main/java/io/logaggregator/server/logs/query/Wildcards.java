package io.logaggregator.server.logs.query;

import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.TextPattern.Part;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.queryparser.flexible.core.util.UnescapedCharSequence;

/** Parses wildcards: {@code *} matches any characters, {@code ?} any one. */
public final class Wildcards {

    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    private Wildcards() {}

    /** The pattern of a text. An escaped wildcard is a literal character. */
    public static TextPattern read(CharSequence text) {
        Wildcards wildcards = new Wildcards();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean escaped = text instanceof UnescapedCharSequence unescaped && unescaped.wasEscaped(i);
            if (escaped) {
                wildcards.literal.append(character);
            } else {
                wildcards.add(character);
            }
        }
        return wildcards.pattern();
    }

    private void add(char character) {
        switch (character) {
            case '*' -> addAnyText();
            case '?' -> addWildcard(new Part.AnyCharacter());
            default -> literal.append(character);
        }
    }

    /** Merges repeated wildcards, which match the same text at a higher cost. */
    private void addAnyText() {
        boolean repeated = literal.isEmpty() && !parts.isEmpty() && parts.getLast() instanceof Part.AnyText;
        if (!repeated) {
            addWildcard(new Part.AnyText());
        }
    }

    private void addWildcard(Part wildcard) {
        endLiteral();
        parts.add(wildcard);
    }

    private void endLiteral() {
        if (!literal.isEmpty()) {
            parts.add(new Part.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private TextPattern pattern() {
        endLiteral();
        return new TextPattern(parts);
    }
}
