package io.logaggregator.wire.metrics;

import static io.logaggregator.wire.json.InvalidElementException.malformed;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.wire.element.ElementVisitor;
import io.logaggregator.wire.element.Elements;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.Json;

/**
 * Lines of InfluxDB's line protocol: {@code measurement,tag=value field=1.5,other=2i 1795966971123456789}. An element is a
 * line. The unit of the time is recognized by its size.
 *
 * @see <a href="https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/">InfluxDB, line protocol</a>
 */
public final class InfluxLines implements Elements {

    private final Bytes text;

    private InfluxLines(Bytes text) {
        this.text = text;
    }

    /** The elements of a message. */
    public static Elements of(Bytes value) {
        return new InfluxLines(value.withoutByteOrderMark());
    }

    @Override
    public void visit(ElementVisitor visitor) {
        int start = text.from();
        while (start < text.to() && !visitor.isDone()) {
            int end = endOfLine(start);
            Bytes line = new Bytes(text.array(), start, end).strip();
            if (!line.isEmpty() && !line.startsWith('#')) {
                visitor.add(line, result -> parse(line).addTo(result));
            }
            start = end + 1;
        }
    }

    /** Texts in quotes may contain line breaks. A line with unbalanced quotes ends at its first break. */
    private int endOfLine(int start) {
        int firstBreak = -1;
        boolean quoted = false;
        for (int i = start; i < text.to(); i++) {
            switch (text.array()[i]) {
                case '\\' -> i++;
                case '"' -> quoted = !quoted && text.array()[Math.max(start, i - 1)] == '=';
                case '\n' -> {
                    if (!quoted) {
                        return i;
                    }
                    firstBreak = firstBreak < 0 ? i : firstBreak;
                    if (i - start > Json.MAX_TEXT_LENGTH) {
                        return firstBreak;
                    }
                }
                default -> {}
            }
        }
        return quoted && firstBreak >= 0 ? firstBreak : text.to();
    }

    private static TaggedFields parse(Bytes line) {
        if (line.length() > Json.MAX_TEXT_LENGTH) {
            throw InvalidElementException.tooLarge(
                    "line of " + line.length() + " bytes (expected: at most " + Json.MAX_TEXT_LENGTH + ')');
        }
        return new Line(line.text()).parse();
    }

    /** One line while it is parsed. */
    private static final class Line {

        private final String line;
        private int position;

        Line(String line) {
            this.line = line;
        }

        TaggedFields parse() {
            TaggedFields result = new TaggedFields(StorableText.of(name(", ")));
            while (peek() == ',') {
                position++;
                String tag = name("=");
                expect('=');
                result.tag(tag, name(", "));
            }
            expect(' ');
            skipSpaces();
            fields(result);
            skipSpaces();
            if (position < line.length()) {
                result.time(line.substring(position).strip());
            }
            return result;
        }

        private void fields(TaggedFields result) {
            while (true) {
                String name = name("=");
                expect('=');
                result.field(name, peek() == '"' ? text() : value(name(", ")));
                if (peek() != ',') {
                    return;
                }
                position++;
            }
        }

        /** The characters up to one of the ends, unescaped. */
        private String name(String ends) {
            StringBuilder name = new StringBuilder();
            while (position < line.length() && ends.indexOf(line.charAt(position)) < 0) {
                char character = line.charAt(position++);
                boolean escape = character == '\\' && position < line.length() && ",= \\".indexOf(peek()) >= 0;
                name.append(escape ? line.charAt(position++) : character);
            }
            if (name.isEmpty()) {
                throw invalid("a name or a value");
            }
            return name.toString();
        }

        private String text() {
            position++;
            StringBuilder text = new StringBuilder();
            while (peek() != '"') {
                if (position >= line.length()) {
                    throw invalid("a closing quote");
                }
                char character = line.charAt(position++);
                boolean escape = character == '\\' && (peek() == '"' || peek() == '\\');
                text.append(escape ? line.charAt(position++) : character);
            }
            position++;
            return text.toString();
        }

        private Object value(String text) {
            switch (text) {
                case "t", "T", "true", "True", "TRUE":
                    return true;
                case "f", "F", "false", "False", "FALSE":
                    return false;
                default:
            }
            char last = text.charAt(text.length() - 1);
            String number = last == 'i' || last == 'u' ? text.substring(0, text.length() - 1) : text;
            if (number.length() > 64 || !number.chars().allMatch(c -> "+-.0123456789eE".indexOf(c) >= 0)) {
                throw invalid("a number, a boolean or a text in quotes");
            }
            try {
                return Double.parseDouble(number);
            } catch (NumberFormatException e) {
                throw invalid("a number, a boolean or a text in quotes");
            }
        }

        private void skipSpaces() {
            while (peek() == ' ') {
                position++;
            }
        }

        private char peek() {
            return position < line.length() ? line.charAt(position) : 0;
        }

        private void expect(char character) {
            if (peek() != character) {
                throw invalid("'" + character + "'");
            }
            position++;
        }

        private InvalidElementException invalid(String expected) {
            return malformed("line protocol, at character " + position + ": invalid (expected: " + expected + ')');
        }
    }
}
