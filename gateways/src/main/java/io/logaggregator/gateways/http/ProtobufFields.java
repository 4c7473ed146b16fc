package io.logaggregator.gateways.http;

import io.logaggregator.wire.json.Bytes;
import java.util.Arrays;

/**
 * Iterates over the fields of a protobuf message, without its description. Fields with a group type are refused. Not
 * thread-safe.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protobuf, encoding</a>
 */
public final class ProtobufFields {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;

    private final Bytes message;
    private int position;
    private int field;
    private int type;
    private int start;
    private Bytes value;

    public ProtobufFields(Bytes message) {
        this.message = message;
        this.position = message.from();
        this.value = message.endingAt(message.from());
    }

    /**
     * Moves to the next field; false at the end.
     *
     * @throws InvalidBodyException if there is no valid field
     */
    public boolean next() {
        if (position == message.to()) {
            return false;
        }
        start = position;
        long tag = varint();
        field = (int) (tag >>> 3);
        type = (int) (tag & 7);
        int from = position;
        long to = switch (type) {
            case VARINT -> {
                varint();
                yield position;
            }
            case FIXED_64 -> from + 8L;
            case FIXED_32 -> from + 4L;
            case LENGTH -> {
                long length = varint();
                from = position;
                yield length < 0 ? -1 : from + length;
            }
            default -> -1;
        };
        if (field == 0 || to < from || to > message.to()) {
            throw new InvalidBodyException("The body is not valid protobuf, at byte " + start + ".");
        }
        value = new Bytes(message.array(), from, (int) to);
        position = (int) to;
        return true;
    }

    private long varint() {
        long number = 0;
        for (int shift = 0; shift < 64 && position < message.to(); shift += 7) {
            byte next = message.array()[position++];
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new InvalidBodyException("The body is not valid protobuf, at byte " + start + ".");
    }

    /** The number of the field. */
    public int field() {
        return field;
    }

    /** Whether the field is this one, and holds a message, bytes or text. */
    public boolean isNested(int number) {
        return field == number && type == LENGTH;
    }

    /** The content of the field. */
    public Bytes value() {
        return value;
    }

    /** The number of a field of type varint. */
    public long number() {
        ProtobufFields of = new ProtobufFields(value);
        return type == VARINT ? of.varint() : 0;
    }

    /** Reads all of a packed field of numbers, or one that is not packed. */
    public int[] numbers() {
        if (type == VARINT) {
            return new int[] {(int) number()};
        }
        ProtobufFields packed = new ProtobufFields(value);
        int[] numbers = new int[value.length()];
        int count = 0;
        while (packed.position < value.to()) {
            numbers[count++] = (int) packed.varint();
        }
        return Arrays.copyOf(numbers, count);
    }

    /** The field with its tag. */
    public Bytes whole() {
        return new Bytes(message.array(), start, position);
    }
}
