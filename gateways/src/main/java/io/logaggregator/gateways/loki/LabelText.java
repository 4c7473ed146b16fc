package io.logaggregator.gateways.loki;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.gateways.http.JsonText;

/**
 * Labels as text, such as {@code {app="shop",level="error"}}. What cannot be read is omitted. Not thread-safe.
 *
 * @param text with the escapes of Go in its values
 */
record LabelText(String text) {

    /** A JSON object. */
    byte[] json() {
        StringBuilder json = new StringBuilder(text.length() + 16).append('{');
        int position = 0;
        while (position < text.length()) {
            int equals = text.indexOf('=', position);
            int quote = equals < 0 ? -1 : text.indexOf('"', equals);
            if (quote < 0) {
                break;
            }
            StringBuilder value = new StringBuilder();
            int end = readValue(quote + 1, value);
            String name = text.substring(position, equals).replaceAll("[{}, \"]", "");
            json.append(json.length() == 1 ? "" : ",")
                    .append(JsonText.quoted(name))
                    .append(':')
                    .append(JsonText.quoted(value.toString()));
            position = end + 1;
        }
        return json.append('}').toString().getBytes(UTF_8);
    }

    /** Reads up to the closing quote; returns its position. */
    private int readValue(int start, StringBuilder value) {
        int position = start;
        while (position < text.length() && text.charAt(position) != '"') {
            char character = text.charAt(position);
            if (character == '\\' && position + 1 < text.length()) {
                position++;
                value.append(unescaped(text.charAt(position)));
            } else {
                value.append(character);
            }
            position++;
        }
        return position;
    }

    private static char unescaped(char escape) {
        return switch (escape) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            default -> escape;
        };
    }
}
