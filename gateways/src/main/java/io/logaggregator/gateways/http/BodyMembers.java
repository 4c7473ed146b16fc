package io.logaggregator.gateways.http;

import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.JsonMembers;
import io.logaggregator.wire.json.JsonValues;
import java.util.Optional;

/** Iterates over the members of a JSON object of a body, as {@link JsonMembers}. Not thread-safe. */
public final class BodyMembers {

    private final JsonMembers members;

    /**
     * Begins before the first member.
     *
     * @throws InvalidBodyException if the text is no object
     */
    public BodyMembers(Bytes text) {
        try {
            members = new JsonMembers(text);
        } catch (InvalidElementException e) {
            throw invalid(e.detail());
        }
    }

    /**
     * Moves to the next member; false at the end of the object.
     *
     * @throws InvalidBodyException if there is neither
     */
    public boolean next() {
        try {
            return members.next();
        } catch (InvalidElementException e) {
            throw invalid(e.detail());
        }
    }

    /** The name, without quotes and as sent. */
    public String name() {
        return members.name();
    }

    public Bytes value() {
        return members.value();
    }

    /** The member, for another object. */
    public Bytes whole() {
        return members.whole();
    }

    /**
     * The elements of an array.
     *
     * @throws InvalidBodyException if the text is no array; iterating ends at an invalid element
     */
    public static JsonValues elements(Bytes text) {
        Bytes array = text.strip();
        if (!array.startsWith('[')) {
            throw invalid("at byte " + array.from() + ": invalid JSON (expected: an array)");
        }
        return JsonValues.ofArray(array, array.from());
    }

    /** The value of the member with this name; empty if there is none. */
    public static Optional<Bytes> find(Bytes object, String name) {
        BodyMembers members = new BodyMembers(object);
        while (members.next()) {
            if (members.name().equals(name)) {
                return Optional.of(members.value());
            }
        }
        return Optional.empty();
    }

    private static InvalidBodyException invalid(String detail) {
        return new InvalidBodyException("The body is invalid " + detail + ".");
    }
}
