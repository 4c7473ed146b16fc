package io.logaggregator.notifiers.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The scalar members of a JSON object and of the objects in it, by path, for example {@code result.message_id}. Arrays are
 * skipped.
 */
public record JsonMembers(Map<String, String> byPath) {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MAX_MEMBERS = 500;

    /** The members up to the first invalid character: a response may be cut. */
    static JsonMembers of(String json) {
        Map<String, String> found = new HashMap<>();
        Deque<String> prefixes = new ArrayDeque<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new JsonMembers(Map.of());
            }
            String prefix = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    prefixes.push(prefix);
                    prefix = prefix + parser.currentName() + '.';
                } else if (token == JsonToken.END_OBJECT) {
                    prefix = prefixes.isEmpty() ? "" : prefixes.pop();
                } else if (token == JsonToken.START_ARRAY) {
                    parser.skipChildren();
                } else if (token.isScalarValue() && found.size() < MAX_MEMBERS) {
                    found.put(prefix + parser.currentName(), parser.getString());
                }
            }
        } catch (JacksonException _) { // the members before it count
        }
        return new JsonMembers(Map.copyOf(found));
    }

    /** Whether a text is one JSON value. */
    public static boolean isJson(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException _) {
            return false;
        }
    }

    /** The value as text; empty if there is none. */
    public String text(String path) {
        return byPath.getOrDefault(path, "");
    }

    /** A number that is not negative; empty if there is none. */
    public Optional<Double> number(String path) {
        try {
            double value = Double.parseDouble(text(path));
            return value >= 0 && value < Integer.MAX_VALUE ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    public boolean isTrue(String path) {
        return text(path).equals("true");
    }
}
