package io.logaggregator.server.http;

import io.logaggregator.server.overload.MemoryBudget.Reservation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;

/** Bytes in chunks, so that memory grows with the bytes that have arrived, and is freed while they are read. */
final class Chunks {

    private static final int CHUNK_BYTES = 8 << 10;

    private final Queue<byte[]> chunks = new ArrayDeque<>();
    private final Reservation memory;
    private int length;

    Chunks(Reservation memory) {
        this.memory = memory;
    }

    /**
     * Reads a stream to its end; returns false, with an undefined content, if it is longer than the maximum.
     *
     * @param copies how often memory is reserved for the bytes
     */
    boolean fill(InputStream from, long maxBytes, int copies) throws IOException {
        int read = CHUNK_BYTES;
        while (read == CHUNK_BYTES && length <= maxBytes) {
            memory.add((long) copies * CHUNK_BYTES);
            byte[] chunk = new byte[CHUNK_BYTES];
            read = from.readNBytes(chunk, 0, CHUNK_BYTES);
            chunks.add(chunk);
            length += read;
        }
        return length <= maxBytes;
    }

    /** The bytes; each chunk is freed when it has been read. */
    InputStream stream() {
        return new InputStream() {

            private int position;
            private int left = length;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] buffer, int offset, int wanted) {
                Objects.checkFromIndexSize(offset, wanted, buffer.length);
                byte[] chunk = chunks.peek();
                if (wanted == 0 || left == 0 || chunk == null) {
                    return wanted == 0 ? 0 : -1;
                }
                int read = Math.min(Math.min(wanted, left), CHUNK_BYTES - position);
                System.arraycopy(chunk, position, buffer, offset, read);
                left -= read;
                position += read;
                if (position == CHUNK_BYTES) {
                    chunks.remove();
                    position = 0;
                }
                return read;
            }

            @Override
            public int available() {
                return left;
            }
        };
    }

    /**
     * The bytes as one array; the chunks are freed.
     *
     * @param copies how often memory is reserved for the bytes, in addition
     */
    byte[] toArray(int copies) throws IOException {
        memory.add((long) copies * length);
        byte[] array = new byte[length];
        stream().readNBytes(array, 0, length);
        chunks.clear();
        return array;
    }
}
