package io.logaggregator.wire;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.json.JsonValues;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** The text of a message's value, without marks around it. */
final class ValueText {

    /** Precedes each object of a JSON text sequence (RFC 7464). */
    static final char RECORD_SEPARATOR = 0x1E;

    /** Length of the zero byte and the schema id that precede a value with a schema. */
    private static final int SCHEMA_ID = 5;

    private ValueText() {}

    /**
     * The text in UTF-8: without a byte order mark, zeros that fill a buffer, and marks in front of a JSON object; the JSON in
     * a JSON text. The value itself if it has none of these.
     */
    static Bytes of(Bytes value) {
        Bytes line = ofUtf16(value).orElse(value).withoutByteOrderMark();
        Bytes object = line;
        if (line.startsWith(RECORD_SEPARATOR)) {
            object = line.startingAt(line.from() + 1);
        } else if (line.startsWith('\0')) {
            object = line.startingAt(line.from() + SCHEMA_ID);
        }
        Bytes unframed = isJson(object, '{', '{') ? object : line;
        Bytes unpadded = unframed.withoutPadding();
        if (unpadded.startsWith('"')) {
            return inText(unpadded.strip()).orElse(unframed);
        }
        return isJson(unpadded, '{', '[') ? unpadded : unframed;
    }

    private static boolean isJson(Bytes value, char start, char other) {
        Bytes text = value.strip();
        return text.startsWith(start) || text.startsWith(other);
    }

    /** UTF-16 with a byte order mark, as UTF-8; empty if it is something else. */
    private static Optional<Bytes> ofUtf16(Bytes value) {
        if (value.length() < 2 || (mark(value) != 0xFFFE && mark(value) != 0xFEFF)) {
            return Optional.empty();
        }
        try {
            String text = UTF_16.newDecoder()
                    .decode(ByteBuffer.wrap(value.array(), value.from(), value.length()))
                    .toString();
            Bytes bytes = Bytes.of(text.getBytes(UTF_8));
            return bytes.withoutPadding().isBinary() ? Optional.empty() : Optional.of(bytes);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static int mark(Bytes value) {
        return (value.array()[value.from()] & 0xFF) << 8 | value.array()[value.from() + 1] & 0xFF;
    }

    /** The object or array in a JSON text such as {@code "{\\"message\\":...}"}; empty if there is none. */
    private static Optional<Bytes> inText(Bytes text) {
        int end = JsonValues.endOfFirst(text);
        if (end != text.to()) {
            return Optional.empty();
        }
        try (JsonParser parser = Json.parser(text)) {
            parser.nextToken();
            Bytes inner = Bytes.of(parser.getString().getBytes(UTF_8)).strip();
            boolean isJson = isJson(inner, '{', '[') && JsonValues.endOfFirst(inner) == inner.to();
            return isJson ? Optional.of(inner) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Whether a line of the text is a complete JSON object, so that the text is read line by line. */
    static boolean hasObjectLine(Bytes text) {
        int start = text.from();
        while (start < text.to()) {
            int end = endOfLine(text, start);
            Bytes line = new Bytes(text.array(), start, end).strip();
            if (line.startsWith('{') && JsonValues.endOfFirst(line) == line.to() && isObject(line)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    private static boolean isObject(Bytes line) {
        Bytes name = line.startingAt(line.from() + 1).strip();
        return name.startsWith('"') || name.startsWith('}');
    }

    /** The end of the first line of a text, with lines that continue it: indented ones that are no objects. */
    static int endOfLines(Bytes text) {
        int end = endOfLine(text, text.from());
        while (end + 1 < text.to() && isIndented(text, end + 1)) {
            end = endOfLine(text, end + 1);
        }
        return end;
    }

    private static boolean isIndented(Bytes text, int start) {
        int first = text.skipSpace(start);
        byte space = text.array()[start];
        return (space == ' ' || space == '\t') && first < text.to() && text.array()[first] != '{';
    }

    private static int endOfLine(Bytes text, int start) {
        int end = start;
        while (end < text.to() && text.array()[end] != '\n') {
            end++;
        }
        return end;
    }
}
