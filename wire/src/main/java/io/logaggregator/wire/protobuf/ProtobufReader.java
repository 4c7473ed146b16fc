package io.logaggregator.wire.protobuf;

import static io.logaggregator.wire.json.InvalidElementException.malformed;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.Json;
import java.util.function.LongConsumer;

/**
 * Iterates over the fields of a protobuf message. Nested messages are ranges of the same array, so that memory is bounded
 * and an invalid element has exactly its own bytes.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers, encoding</a>
 */
public final class ProtobufReader {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private static final int MAX_VARINT_BITS = 70;

    private final byte[] array;
    private final int end;
    private int position;
    private int start;
    private int field;
    private int type;
    private long number;
    private int from;
    private int to;

    public ProtobufReader(Bytes message) {
        this.array = message.array();
        this.position = message.from();
        this.start = message.from();
        this.end = message.to();
    }

    /**
     * Moves to the next field.
     *
     * @return false at the end of the message
     * @throws InvalidElementException if the rest of the message is invalid
     */
    public boolean next() {
        start = position;
        if (position >= end) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        type = (int) (tag & 7);
        if (tag < 0 || tag >>> 3 > 0x1FFF_FFFF || field == 0) {
            throw malformed("at byte " + start + ": invalid tag of a protobuf field");
        }
        from = position;
        switch (type) {
            case VARINT -> number = varint();
            case FIXED64 -> number = fixed(8);
            case FIXED32 -> number = fixed(4);
            case LENGTH -> {
                long length = varint();
                if (length < 0 || length > end - position) {
                    throw malformed("at byte " + start + ": field " + field + " of " + Long.toUnsignedString(length)
                            + " bytes (expected: at most " + (end - position) + ')');
                }
                from = position;
                position += (int) length;
            }
            default -> throw malformed("at byte " + start + ": field " + field + " of wire type " + type);
        }
        to = position;
        return true;
    }

    public int field() {
        return field;
    }

    /** Whether the field holds bytes: text, a nested message, or packed numbers. */
    public boolean isBytes() {
        return type == LENGTH;
    }

    /** Whether the field is a fixed 64-bit number. */
    public boolean isFixed64() {
        return type == FIXED64;
    }

    /** The number of a varint or fixed field. */
    public long number() {
        if (type == LENGTH) {
            throw malformed("at byte " + start + ": field " + field + " has bytes (expected: a number)");
        }
        return number;
    }

    /** The number of a field of type {@code double}. */
    public double real() {
        if (type != FIXED64) {
            throw malformed("at byte " + start + ": field " + field + " (expected: a double)");
        }
        return Double.longBitsToDouble(number);
    }

    /** The bytes of a text, of a nested message, or of packed numbers. */
    public Bytes bytes() {
        if (type != LENGTH) {
            throw malformed("at byte " + start + ": field " + field + " has a number (expected: bytes)");
        }
        return new Bytes(array, from, to);
    }

    /** The content of the field, of any type. */
    public Bytes content() {
        return new Bytes(array, from, to);
    }

    /** The field with its tag. */
    public Bytes whole() {
        return new Bytes(array, start, position);
    }

    /** The field as text that the store can hold. */
    public String text() {
        Bytes bytes = bytes();
        if (bytes.length() > Json.MAX_TEXT_LENGTH) {
            throw InvalidElementException.tooLarge("at byte " + start + ": text of " + bytes.length()
                    + " bytes (expected: at most " + Json.MAX_TEXT_LENGTH + ')');
        }
        return StorableText.of(bytes.text());
    }

    /** The numbers of a repeated field of varints, packed or not. */
    public void varints(LongConsumer consumer) {
        if (type != LENGTH) {
            consumer.accept(number);
            return;
        }
        ProtobufReader packed = new ProtobufReader(bytes());
        while (packed.position < packed.end) {
            consumer.accept(packed.varint());
        }
    }

    /** The numbers of a repeated field of 64-bit numbers, packed or not. */
    public void fixed64s(LongConsumer consumer) {
        if (type != LENGTH) {
            consumer.accept(number);
            return;
        }
        ProtobufReader packed = new ProtobufReader(bytes());
        while (packed.position < packed.end) {
            consumer.accept(packed.fixed(8));
        }
    }

    /** The bytes from the current field on. */
    public Bytes rest() {
        return new Bytes(array, Math.min(start, end), end);
    }

    /** The value of a zigzag-encoded number. */
    public static long zigzag(long number) {
        return (number >>> 1) ^ -(number & 1);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
            if (position >= end) {
                throw malformed("at byte " + start + ": protobuf ends within a number");
            }
            byte next = array[position++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("at byte " + start + ": number of more than 10 bytes");
    }

    private long fixed(int bytes) {
        if (end - position < bytes) {
            throw malformed("at byte " + start + ": protobuf ends within a number");
        }
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | array[position + i] & 0xFF;
        }
        position += bytes;
        return value;
    }
}
