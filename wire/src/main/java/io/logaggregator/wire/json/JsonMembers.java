package io.logaggregator.wire.json;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Finds the members of a JSON object and the elements of an array by brackets and quotes alone, as {@link JsonValues}: an
 * invalid value does not affect the others, and has exactly its own bytes.
 */
public final class JsonMembers {

    private JsonMembers() {}

    /**
     * Visits the members of an object; names are not unescaped.
     *
     * @throws InvalidElementException at the end of the valid part
     */
    public static void ofObject(Bytes object, BiConsumer<String, Bytes> visitor) {
        Bytes rest = object.strip();
        if (!rest.startsWith('{')) {
            throw malformed(rest, "an object");
        }
        rest = after(rest, rest.from() + 1);
        while (!rest.startsWith('}')) {
            int nameEnd = rest.startsWith('"') ? JsonValues.endOfFirst(rest) : -1;
            if (nameEnd < 0) {
                throw malformed(rest, "a name");
            }
            String name = new Bytes(rest.array(), rest.from() + 1, nameEnd - 1).text();
            Bytes colon = after(rest, nameEnd);
            if (!colon.startsWith(':')) {
                throw malformed(colon, "a colon");
            }
            Bytes text = after(colon, colon.from() + 1);
            Bytes value = first(text);
            visitor.accept(name, value);
            rest = after(text, value.to());
            if (rest.startsWith(',')) {
                rest = after(rest, rest.from() + 1);
            } else if (!rest.startsWith('}')) {
                throw malformed(rest, "a comma or the end of the object");
            }
        }
    }

    /**
     * Visits the elements of an array, or a single value.
     *
     * @throws InvalidElementException at the end of the valid part
     */
    public static void ofArray(Bytes array, Consumer<Bytes> visitor) {
        if (!array.startsWith('[')) {
            visitor.accept(array);
            return;
        }
        JsonValues values = JsonValues.ofArray(array, array.from());
        while (values.next()) {
            visitor.accept(values.value());
        }
        if (!values.isClosed()) {
            throw malformed(values.rest(), "a comma or the end of the array");
        }
    }

    /**
     * Visits values in a row, separated by white space or commas.
     *
     * @throws InvalidElementException at the end of the valid part
     */
    public static void ofRow(Bytes text, Consumer<Bytes> visitor) {
        Bytes rest = text.strip();
        while (!rest.isEmpty()) {
            Bytes value = first(rest);
            visitor.accept(value);
            rest = after(rest, value.to());
            while (rest.startsWith(',') || rest.startsWith('\0')) {
                rest = after(rest, rest.from() + 1);
            }
        }
    }

    private static Bytes first(Bytes text) {
        int end = JsonValues.endOfFirst(text);
        if (end <= text.from()) {
            throw malformed(text, "a complete value");
        }
        return text.endingAt(end);
    }

    private static Bytes after(Bytes text, int position) {
        return text.startingAt(text.skipSpace(position));
    }

    private static InvalidElementException malformed(Bytes at, String expected) {
        return InvalidElementException.malformed(
                "at byte " + at.from() + ": invalid JSON (expected: " + expected + ')');
    }
}
