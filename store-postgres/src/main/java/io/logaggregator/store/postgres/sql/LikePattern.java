package io.logaggregator.store.postgres.sql;

import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.TextPattern.Part;
import java.util.stream.Collectors;

/** Patterns of {@code like}, with its special characters %, _ and \ escaped. */
public final class LikePattern {

    private LikePattern() {}

    /** Returns the operand of {@code like}. */
    public static String of(TextPattern pattern) {
        return pattern.parts().stream()
                .map(part -> switch (part) {
                    case Part.Literal(var text) -> escaped(text);
                    case Part.AnyText() -> "%";
                    case Part.AnyCharacter() -> "_";
                })
                .collect(Collectors.joining());
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
