package io.logaggregator.store.postgres.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * JSON objects of texts and lists of texts.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC 8259, strings</a>
 */
public final class JsonText {

    private JsonText() {}

    /** Returns the JSON of an object. */
    public static String of(Map<String, ?> members) {
        StringJoiner object = new StringJoiner(",", "{", "}");
        members.forEach((name, value) -> object.add(quoted(name) + ':' + json(value)));
        return object.toString();
    }

    private static String json(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(JsonText::json).collect(Collectors.joining(",", "[", "]"))
                : quoted(value.toString());
    }

    /** Reads an object that the query returns as two arrays, so that no JSON is parsed here. */
    public static SortedMap<String, String> readMembers(ResultSet row, String names, String values)
            throws SQLException {
        String[] keys = (String[]) row.getArray(names).getArray();
        String[] texts = (String[]) row.getArray(values).getArray();
        SortedMap<String, String> members = new TreeMap<>();
        for (int index = 0; index < keys.length; index++) {
            members.put(keys[index], texts[index]);
        }
        return members;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || Character.isSurrogate(character)) {
                quoted.append("\\u%04x".formatted((int) character));
            } else {
                if (character == '"' || character == '\\') {
                    quoted.append('\\');
                }
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }
}
