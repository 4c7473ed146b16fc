package io.logaggregator.store.postgres.logs;

import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.TextPattern.Part;
import java.util.stream.Collectors;

/**
 * Patterns as regular expressions.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-matching.html#FUNCTIONS-POSIX-REGEXP">PostgreSQL, POSIX
 *     regular expressions</a>
 */
final class RegularExpression {

    private RegularExpression() {}

    /** An expression that matches anywhere in a text. */
    static String of(TextPattern pattern) {
        return pattern.parts().stream()
                .map(part -> switch (part) {
                    case Part.Literal(var text) -> escaped(text);
                    case Part.AnyText() -> ".*";
                    case Part.AnyCharacter() -> ".";
                })
                .collect(Collectors.joining());
    }

    /** An expression that matches a whole text. */
    static String whole(TextPattern pattern) {
        return '^' + of(pattern) + '$';
    }

    /** Escapes all ASCII except letters, digits and white space, of which some have a meaning. */
    private static String escaped(String text) {
        return text.replaceAll("[!-/:-@\\[-`{-~]", "\\\\$0");
    }
}
