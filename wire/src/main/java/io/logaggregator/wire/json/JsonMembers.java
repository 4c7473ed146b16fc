package io.logaggregator.wire.json;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Iterates over the members of a JSON object by brackets and quotes alone, as {@link JsonValues}: an invalid value does not
 * affect the others, and has exactly its own bytes. Not thread-safe.
 */
public final class JsonMembers {

    private final Bytes object;
    private int position;
    private boolean isFirst = true;
    private Bytes name;
    private Bytes value;

    /**
     * Begins before the first member.
     *
     * @throws InvalidElementException if the text is no object
     */
    public JsonMembers(Bytes text) {
        object = text.strip();
        if (!object.startsWith('{')) {
            throw malformed(object.from(), "an object");
        }
        position = object.skipSpace(object.from() + 1);
        name = object.endingAt(object.from());
        value = name;
    }

    /**
     * Moves to the next member; false at the end of the object.
     *
     * @throws InvalidElementException at the end of the valid part
     */
    public boolean next() {
        if (!isFirst && at(position) == ',') {
            position = object.skipSpace(position + 1);
        } else if (!isFirst && at(position) != '}') {
            throw malformed(position, "a comma or the end of the object");
        }
        isFirst = false;
        if (at(position) == '}') {
            return false;
        }
        if (at(position) != '"') {
            throw malformed(position, "a name");
        }
        name = first(position, "a name");
        int colon = object.skipSpace(name.to());
        if (at(colon) != ':') {
            throw malformed(colon, "a colon");
        }
        value = first(object.skipSpace(colon + 1), "a complete value");
        position = object.skipSpace(value.to());
        return true;
    }

    private Bytes first(int start, String expected) {
        int end = JsonValues.endOfFirst(object.startingAt(start));
        if (end <= start) {
            throw malformed(start, expected);
        }
        return new Bytes(object.array(), start, end);
    }

    private char at(int index) {
        return index < object.to() ? (char) (object.array()[index] & 0xFF) : 0;
    }

    /** The name, without quotes and as sent. */
    public String name() {
        return new Bytes(name.array(), name.from() + 1, name.to() - 1).text();
    }

    public Bytes value() {
        return value;
    }

    /** The member, for another object. */
    public Bytes whole() {
        return new Bytes(object.array(), name.from(), value.to());
    }

    /**
     * Visits the members of an object; names are not unescaped.
     *
     * @throws InvalidElementException at the end of the valid part
     */
    public static void ofObject(Bytes object, BiConsumer<String, Bytes> visitor) {
        JsonMembers members = new JsonMembers(object);
        while (members.next()) {
            visitor.accept(members.name(), members.value());
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
            throw malformed(values.rest().from(), "a comma or the end of the array");
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
            throw malformed(text.from(), "a complete value");
        }
        return text.endingAt(end);
    }

    private static Bytes after(Bytes text, int position) {
        return text.startingAt(text.skipSpace(position));
    }

    private static InvalidElementException malformed(int position, String expected) {
        return InvalidElementException.malformed("at byte " + position + ": invalid JSON (expected: " + expected + ')');
    }
}
