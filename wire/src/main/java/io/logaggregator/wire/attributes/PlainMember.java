package io.logaggregator.wire.attributes;

import io.logaggregator.core.logs.match.AttributeValue;
import io.logaggregator.core.logs.match.AttributeValue.Nothing;
import io.logaggregator.core.logs.match.AttributeValue.Numeric;
import io.logaggregator.core.logs.match.AttributeValue.Other;
import io.logaggregator.core.logs.match.AttributeValue.Text;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a top-level member of an object by brackets and quotes alone. Nearly every rule reads such a member of nearly
 * every event, and a parser would dominate the cost. Immutable.
 */
final class PlainMember {

    private static final char QUOTE = '"';
    private static final char ESCAPE = '\\';

    /** No quote that ends a text precedes such a name. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]+");

    private static final Optional<AttributeValue> NOTHING = Optional.of(new Nothing());

    private final String name;
    private final String quoted; // with the colon; empty if the name is no word

    PlainMember(String name) {
        this.name = name;
        quoted = WORD.matcher(name).matches() ? QUOTE + name + QUOTE + ':' : "";
    }

    /**
     * The value, or {@link Nothing}. Empty if only a parser can tell: for escaped text, and for nested values.
     *
     * @param json an object as in {@link io.logaggregator.core.observation.JsonObject}: valid, and without white space
     */
    Optional<AttributeValue> in(String json) {
        if (json.indexOf(ESCAPE) >= 0) {
            return Optional.empty();
        }
        if (quoted.isEmpty()) {
            return walk(json);
        }
        int at = json.indexOf(quoted);
        if (at < 0) {
            return NOTHING;
        }
        if (json.indexOf(quoted, at + 1) >= 0 || json.indexOf('{', 1) >= 0) { // twice, or perhaps nested
            return walk(json);
        }
        int begin = at + quoted.length();
        return value(json, begin, endOfValue(json, begin));
    }

    private Optional<AttributeValue> walk(String json) {
        int begin = -1;
        int end = -1;
        int member = 1;
        while (json.charAt(member) == QUOTE) {
            int endOfName = json.indexOf(QUOTE, member + 1);
            int value = endOfName + 2;
            int endOfValue = endOfValue(json, value);
            if (endOfName - member - 1 == name.length() && json.startsWith(name, member + 1)) {
                begin = value;
                end = endOfValue;
            }
            member = Math.min(endOfValue + 1, json.length() - 1);
        }
        return begin < 0 ? NOTHING : value(json, begin, end);
    }

    private static Optional<AttributeValue> value(String json, int begin, int end) {
        return switch (json.charAt(begin)) {
            case QUOTE -> Optional.of(new Text(json.substring(begin + 1, end - 1)));
            case '{', '[' -> Optional.empty();
            case 'n' -> NOTHING;
            case 't', 'f' -> Optional.of(new Other(json.substring(begin, end)));
            default -> Optional.of(new Numeric(StoredJson.number(json.substring(begin, end))));
        };
    }

    private static int endOfValue(String json, int begin) {
        return switch (json.charAt(begin)) {
            case QUOTE -> json.indexOf(QUOTE, begin + 1) + 1;
            case '{', '[' -> endOfNested(json, begin);
            default -> endOfWord(json, begin);
        };
    }

    private static int endOfNested(String json, int begin) {
        int depth = 0;
        int at = begin;
        do {
            switch (json.charAt(at)) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case QUOTE -> at = json.indexOf(QUOTE, at + 1);
                default -> {}
            }
            at++;
        } while (depth > 0);
        return at;
    }

    private static int endOfWord(String json, int begin) {
        int at = begin;
        while (json.charAt(at) != ',' && json.charAt(at) != '}') {
            at++;
        }
        return at;
    }
}
