package io.logaggregator.store.postgres.sql;

import java.util.Map;
import java.util.StringJoiner;

/**
 * Writes JSON.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC 8259, strings</a>
 */
public final class JsonText {

    private JsonText() {}

    /** An object of text members. */
    public static String of(Map<String, String> members) {
        StringJoiner object = new StringJoiner(",", "{", "}");
        members.forEach((name, value) -> object.add(quoted(name) + ':' + quoted(value)));
        return object.toString();
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
