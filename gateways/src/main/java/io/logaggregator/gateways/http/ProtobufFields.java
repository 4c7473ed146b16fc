package io.logaggregator.gateways.http;

import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.protobuf.ProtobufReader;

/** Iterates over the fields of a protobuf message in a body, which is refused if they are invalid. Not thread-safe. */
public final class ProtobufFields {

    private final ProtobufReader reader;

    public ProtobufFields(Bytes message) {
        this.reader = new ProtobufReader(message);
    }

    /**
     * Moves to the next field; false at the end.
     *
     * @throws InvalidBodyException if there is no valid field
     */
    public boolean next() {
        try {
            return reader.next();
        } catch (InvalidElementException e) {
            throw invalid(e);
        }
    }

    private static InvalidBodyException invalid(InvalidElementException e) {
        return new InvalidBodyException("The body is not valid protobuf: " + e.detail() + ".");
    }

    /** The number of the field. */
    public int field() {
        return reader.field();
    }

    /** Whether the field is this one, and holds a message, bytes or text. */
    public boolean isNested(int number) {
        return reader.field() == number && reader.isBytes();
    }

    /** The content of the field. */
    public Bytes value() {
        return reader.content();
    }

    /** The number of a field; 0 if it has bytes. */
    public long number() {
        return reader.isBytes() ? 0 : reader.number();
    }

    /** The numbers of a repeated field, packed or not. */
    public int[] numbers() {
        try {
            int[] numbers = new int[reader.isBytes() ? count(reader.content()) : 1];
            int[] next = {0};
            reader.varints(number -> numbers[next[0]++] = (int) number);
            return numbers;
        } catch (InvalidElementException e) {
            throw invalid(e);
        }
    }

    /** The number of complete varints: the last byte of each has no continuation bit. */
    private static int count(Bytes packed) {
        int count = 0;
        for (int i = packed.from(); i < packed.to(); i++) {
            count += packed.array()[i] >= 0 ? 1 : 0;
        }
        return count;
    }

    /** The field with its tag. */
    public Bytes whole() {
        return reader.whole();
    }
}
