package io.logaggregator.server.listeners;

import io.logaggregator.server.overload.MemoryBudget.Reservation;
import io.logaggregator.wire.json.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Received bytes of a connection. It grows within the memory budget. Not thread-safe. */
final class ReceiveBuffer {

    /** Each connection has so much, also when the budget is used up. */
    static final int MIN_BYTES = 8 << 10;

    /** Beyond a message, so that it is seen to be too large. */
    private static final int MARGIN = 64 << 10;

    /** The elements are copies, which exist while they are appended. */
    private static final int COPIES = 2;

    private final int maxBytes;
    private final Reservation memory;
    private byte[] bytes = new byte[MIN_BYTES];
    private int length;

    ReceiveBuffer(int maxMessageBytes, Reservation memory) {
        this.maxBytes = maxMessageBytes + MARGIN;
        this.memory = memory;
    }

    /** Reads into the free space, of which there must be some; negative at the end of the stream. */
    int read(InputStream in) throws IOException {
        int read = in.read(bytes, length, bytes.length - length);
        length += Math.max(0, read);
        return read;
    }

    boolean hasSpace() {
        return length < bytes.length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Whether it cannot grow any more. */
    boolean isMaximal() {
        return bytes.length >= maxBytes;
    }

    /** Doubles the space; false if it is maximal, or the budget is used up. */
    boolean grow() {
        int size = Math.min(maxBytes, bytes.length * 2);
        if (size <= bytes.length || !memory.tryAdd((long) COPIES * (size - bytes.length))) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    Bytes received() {
        return new Bytes(bytes, 0, length);
    }

    /** Removes bytes from the beginning. */
    void remove(int consumed) {
        System.arraycopy(bytes, consumed, bytes, 0, length - consumed);
        length -= consumed;
    }

    /** Returns memory that the rest does not need. */
    void shrink() {
        int size = Math.max(MIN_BYTES, length);
        if (bytes.length > size) {
            long freed = (long) COPIES * (bytes.length - size);
            bytes = Arrays.copyOf(bytes, size);
            memory.remove(freed);
        }
    }
}
