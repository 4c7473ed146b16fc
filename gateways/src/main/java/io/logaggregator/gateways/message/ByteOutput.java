package io.logaggregator.gateways.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.wire.json.Bytes;
import java.io.ByteArrayOutputStream;

/** Collects bytes. Not thread-safe. */
public final class ByteOutput {

    private final ByteArrayOutputStream bytes;

    public ByteOutput() {
        this(256);
    }

    public ByteOutput(int capacity) {
        bytes = new ByteArrayOutputStream(Math.max(capacity, 1));
    }

    public ByteOutput add(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    public ByteOutput add(Bytes more) {
        bytes.write(more.array(), more.from(), more.length());
        return this;
    }

    public ByteOutput add(String text) {
        return add(text.getBytes(UTF_8));
    }

    public ByteOutput add(int value) {
        bytes.write(value);
        return this;
    }

    /** Adds a number as protobuf encodes it. */
    public ByteOutput addVarint(long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    /** Adds a field of protobuf that holds a message, bytes or text. */
    public ByteOutput addField(int number, Bytes value) {
        return addVarint((long) number << 3 | 2).addVarint(value.length()).add(value);
    }

    /** Adds a field of protobuf that holds a message, bytes or text. */
    public ByteOutput addField(int number, byte[] value) {
        return addField(number, Bytes.of(value));
    }

    public int size() {
        return bytes.size();
    }

    public byte[] toArray() {
        return bytes.toByteArray();
    }
}
