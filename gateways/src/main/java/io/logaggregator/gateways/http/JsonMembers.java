package io.logaggregator.gateways.http;

import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.JsonValues;
import java.util.Optional;

/**
 * Iterates over the members of a JSON object by brackets and quotes alone, so that an invalid value within one does not
 * affect the others. Not thread-safe.
 */
public final class JsonMembers {

    private final Bytes object;
    private int position;
    private Bytes name;
    private Bytes value;

    /**
     * Begins before the first member.
     *
     * @throws InvalidBodyException if the text is no object
     */
    public JsonMembers(Bytes text) {
        this.object = text.strip();
        if (!object.startsWith('{')) {
            throw invalid(object.from(), "a JSON object");
        }
        this.position = object.from() + 1;
        this.name = object.endingAt(object.from());
        this.value = name;
    }

    /**
     * Moves to the next member; false at the end of the object.
     *
     * @throws InvalidBodyException if there is neither
     */
    public boolean next() {
        int start = object.skipSpace(position);
        if (at(start) == ',') {
            start = object.skipSpace(start + 1);
        }
        if (at(start) == '}') {
            return false;
        }
        name = first(start, '"');
        int colon = object.skipSpace(name.to());
        if (at(colon) != ':') {
            throw invalid(colon, "a colon");
        }
        value = first(object.skipSpace(colon + 1), at(object.skipSpace(colon + 1)));
        position = value.to();
        return true;
    }

    private Bytes first(int start, char expected) {
        int end = at(start) == expected && expected != 0 ? JsonValues.endOfFirst(object.startingAt(start)) : -1;
        if (end <= start) {
            throw invalid(start, "a member of an object");
        }
        return new Bytes(object.array(), start, end);
    }

    private char at(int index) {
        return index < object.to() ? (char) (object.array()[index] & 0xFF) : 0;
    }

    private static InvalidBodyException invalid(int position, String expected) {
        return new InvalidBodyException(
                "The body is not valid JSON, at byte " + position + " (expected: " + expected + ").");
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
     * The elements of an array.
     *
     * @throws InvalidBodyException if the text is no array; iterating ends at an invalid element
     */
    public static JsonValues elements(Bytes text) {
        Bytes array = text.strip();
        if (!array.startsWith('[')) {
            throw invalid(array.from(), "an array");
        }
        return JsonValues.ofArray(array, array.from());
    }

    /** The value of the member with this name; empty if there is none. */
    public static Optional<Bytes> find(Bytes object, String name) {
        JsonMembers members = new JsonMembers(object);
        while (members.next()) {
            if (members.name().equals(name)) {
                return Optional.of(members.value());
            }
        }
        return Optional.empty();
    }
}
