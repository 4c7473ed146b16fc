package io.logaggregator.wire.loki;

import io.logaggregator.wire.json.InvalidElementException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parses labels in text form, such as {@code {level="error", app="shop"}}. */
final class LabelText {

    private final String text;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private int position;

    private LabelText(String text) {
        this.text = text;
    }

    static Map<String, String> parse(String text) {
        LabelText parser = new LabelText(text.strip());
        parser.parse();
        return parser.labels;
    }

    private void parse() {
        if (text.isEmpty()) {
            return;
        }
        expect('{');
        skipSpace();
        while (peek() != '}') {
            int start = position;
            while (peek() != '=' && peek() != 0) {
                position++;
            }
            String name = text.substring(start, position).strip();
            expect('=');
            skipSpace();
            LokiLabels.put(labels, name, quoted());
            skipSpace();
            if (peek() == ',') {
                position++;
                skipSpace();
            } else if (peek() != '}') {
                throw invalid();
            }
        }
    }

    private String quoted() {
        char quote = peek();
        if (quote != '"' && quote != '`') {
            throw invalid();
        }
        position++;
        StringBuilder value = new StringBuilder();
        while (peek() != quote) {
            char character = peek();
            if (position >= text.length()) {
                throw invalid();
            }
            position++;
            if (character == '\\' && quote == '"') {
                character = unescaped();
            }
            value.append(character);
        }
        position++;
        return value.toString();
    }

    private char unescaped() {
        char escape = peek();
        position++;
        return switch (escape) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'u' -> {
                int end = position + 4;
                if (end > text.length()) {
                    throw invalid();
                }
                try {
                    char character = (char) Integer.parseInt(text.substring(position, end), 16);
                    position = end;
                    yield character;
                } catch (NumberFormatException e) {
                    throw invalid();
                }
            }
            default -> escape;
        };
    }

    private void skipSpace() {
        while (peek() == ' ') {
            position++;
        }
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : 0;
    }

    private void expect(char character) {
        if (peek() != character) {
            throw invalid();
        }
        position++;
    }

    private InvalidElementException invalid() {
        return InvalidElementException.malformed(
                "labels, at character " + position + ": invalid (expected: {name=\"value\", ...})");
    }
}
