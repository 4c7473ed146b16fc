package io.logaggregator.server.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decompresses gzip with any number of members. The stream of the JDK calls itself for each empty member, and overflows the
 * stack after some thousands of them. Not thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952, GZIP file format</a>
 */
final class GzipMembers extends InputStream {

    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATE = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA_FIELD = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;
    private static final int BUFFER_BYTES = 8192;

    private final InputStream compressed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] input = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private boolean begun;
    private boolean withinMember;

    GzipMembers(InputStream compressed) {
        this.compressed = compressed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        while (withinMember || beginMember()) {
            int read = inflate(buffer, offset, length);
            if (read > 0) {
                crc.update(buffer, offset, read);
                return read;
            }
            endMember();
        }
        return -1;
    }

    /** Reads the header of the next member; returns false at the end of the body, which has at least one member. */
    private boolean beginMember() throws IOException {
        if (begun && position == limit && !fill()) {
            return false;
        }
        if (next16() != MAGIC) {
            throw new ZipException(begun ? "data after the last member" : "no gzip header");
        }
        int method = next();
        int flags = next();
        if (method != DEFLATE || (flags & RESERVED) != 0) {
            throw new ZipException("unknown method or flags");
        }
        skip(6); // time, flags of the method, operating system
        if ((flags & EXTRA_FIELD) != 0) {
            skip(next16());
        }
        skipText((flags & NAME) != 0);
        skipText((flags & COMMENT) != 0);
        skip((flags & HEADER_CRC) != 0 ? 2 : 0);
        inflater.reset();
        inflater.setInput(input, position, limit - position);
        crc.reset();
        begun = true;
        withinMember = true;
        return true;
    }

    /** Returns 0 at the end of the member. */
    private int inflate(byte[] buffer, int offset, int length) throws IOException {
        try {
            int read = inflater.inflate(buffer, offset, length);
            while (read == 0 && !inflater.finished()) {
                if (inflater.needsDictionary()) {
                    throw new ZipException("a preset dictionary");
                }
                require(fill());
                inflater.setInput(input, 0, limit);
                read = inflater.inflate(buffer, offset, length);
            }
            return read;
        } catch (DataFormatException e) {
            throw new ZipException(e.getMessage());
        }
    }

    /** Verifies the trailer of a member: checksum and length of its content. */
    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        boolean valid = next32() == crc.getValue();
        if (next32() != (inflater.getBytesWritten() & 0xFFFF_FFFFL) || !valid) {
            throw new ZipException("wrong checksum or length");
        }
        withinMember = false;
    }

    private long next32() throws IOException {
        return next16() | (long) next16() << 16;
    }

    private int next16() throws IOException {
        return next() | next() << 8;
    }

    private int next() throws IOException {
        require(position < limit || fill());
        return input[position++] & 0xFF;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    private void skipText(boolean present) throws IOException {
        int character = present ? next() : 0;
        while (character != 0) {
            character = next();
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, compressed.read(input));
        return limit > 0;
    }

    private static void require(boolean available) throws EOFException {
        if (!available) {
            throw new EOFException("unexpected end");
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        compressed.close();
    }
}
