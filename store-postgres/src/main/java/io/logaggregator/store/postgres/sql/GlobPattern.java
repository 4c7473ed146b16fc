package io.logaggregator.store.postgres.sql;

import io.logaggregator.core.common.Glob;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogField;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.TextPattern.Part;
import java.util.List;

/** The globs of rules as conditions on rows. */
public final class GlobPattern {

    private GlobPattern() {}

    public static LogCondition matches(LogField field, Glob glob) {
        return glob.isAny() ? LogCondition.ALL : new Matches(field, of(glob));
    }

    private static TextPattern of(Glob glob) {
        List<Part> parts = glob.pattern()
                .codePoints()
                .<Part>mapToObj(character -> switch (character) {
                    case '*' -> new Part.AnyText();
                    case '?' -> new Part.AnyCharacter();
                    default -> new Part.Literal(Character.toString(character));
                })
                .toList();
        return new TextPattern(parts);
    }
}
