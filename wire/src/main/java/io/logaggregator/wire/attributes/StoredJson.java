package io.logaggregator.wire.attributes;

import io.logaggregator.core.logs.match.AttributeValue;
import io.logaggregator.core.logs.match.AttributeValue.Elements;
import io.logaggregator.core.logs.match.AttributeValue.Nothing;
import io.logaggregator.core.logs.match.AttributeValue.Numeric;
import io.logaggregator.core.logs.match.AttributeValue.Other;
import io.logaggregator.core.logs.match.AttributeValue.Text;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Formats JSON values as PostgreSQL's {@code jsonb} does.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-json.html">PostgreSQL, JSON types</a>
 */
final class StoredJson {

    /** The member order of {@code jsonb}: by length of the name, then by bytes. */
    private static final Comparator<String> ORDER = Comparator.<String, byte[]>comparing(
            name -> name.getBytes(StandardCharsets.UTF_8),
            Comparator.<byte[]>comparingInt(bytes -> bytes.length).thenComparing(Arrays::compareUnsigned));

    private StoredJson() {}

    /** The parser's current value; moves the parser to the end of an object or array. */
    static AttributeValue value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> new Nothing();
            case VALUE_STRING -> new Text(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeric(number(parser.getString()));
            case START_ARRAY -> new Elements(elements(parser));
            default -> new Other(text(parser));
        };
    }

    private static List<AttributeValue> elements(JsonParser parser) {
        List<AttributeValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(parser.currentToken() == JsonToken.START_ARRAY ? new Other(text(parser)) : value(parser));
        }
        return elements;
    }

    private static String text(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> string(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
            default -> parser.currentToken().asString();
        };
    }

    private static String object(JsonParser parser) {
        SortedMap<String, String> members = new TreeMap<>(ORDER);
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            members.put(name, text(parser));
        }
        StringJoiner object = new StringJoiner(", ", "{", "}");
        members.forEach((name, value) -> object.add(string(name) + ": " + value));
        return object.toString();
    }

    private static String array(JsonParser parser) {
        StringJoiner array = new StringJoiner(", ", "[", "]");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(text(parser));
        }
        return array.toString();
    }

    private static String string(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '"', '\\' -> quoted.append('\\').append(character);
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(character < ' ' ? "\\u%04x".formatted((int) character) : character);
            }
        }
        return quoted.append('"').toString();
    }

    /** All digits of a JSON number, without exponent. */
    static String number(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            char character = digits.charAt(i);
            if (character == '.' || character == 'e' || character == 'E' || character == '-') {
                return new BigDecimal(digits).toPlainString();
            }
        }
        return digits;
    }
}
