package io.logaggregator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Writes protobuf messages for tests, field by field. */
public final class ProtobufBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public static byte[] of(Consumer<ProtobufBytes> content) {
        ProtobufBytes message = new ProtobufBytes();
        content.accept(message);
        return message.out.toByteArray();
    }

    public ProtobufBytes number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    public ProtobufBytes fixed64(int field, long value) {
        varint((long) field << 3 | 1);
        fixed64(value);
        return this;
    }

    public ProtobufBytes real(int field, double value) {
        return fixed64(field, Double.doubleToRawLongBits(value));
    }

    public ProtobufBytes text(int field, String value) {
        return bytes(field, value.getBytes(UTF_8));
    }

    public ProtobufBytes bytes(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    public ProtobufBytes message(int field, Consumer<ProtobufBytes> content) {
        return bytes(field, of(content));
    }

    /** A snappy block of one literal. */
    public static byte[] snappy(byte[] content) {
        ProtobufBytes block = new ProtobufBytes();
        block.varint(content.length);
        block.out.write(62 << 2); // a length of 3 bytes follows
        for (int i = 0; i < 3; i++) {
            block.out.write(content.length - 1 >>> 8 * i);
        }
        block.out.writeBytes(content);
        return block.out.toByteArray();
    }

    /** A packed field of 64-bit numbers. */
    public ProtobufBytes packed(int field, long... values) {
        return message(field, packed -> {
            for (long value : values) {
                packed.fixed64(value);
            }
        });
    }

    /** A packed field of varints. */
    public ProtobufBytes packedVarints(int field, long... values) {
        return message(field, packed -> {
            for (long value : values) {
                packed.varint(value);
            }
        });
    }

    private void fixed64(long value) {
        for (int i = 0; i < 8; i++) {
            out.write((int) (value >>> 8 * i));
        }
    }

    public void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
