package io.logaggregator.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Hash of some bytes of a file, to detect that other bytes are there now.
 *
 * @param from position of the first byte
 * @param length number of bytes, 0 to {@link #MAX_LENGTH}
 */
record Sample(long from, int length, String hash) {

    static final int MAX_LENGTH = 256;
    private static final int HASH_LENGTH = 8;

    /** The first bytes of a file. */
    static Sample start(FileChannel file) throws IOException {
        return of(file, 0, MAX_LENGTH);
    }

    /** The last bytes before a position. */
    static Sample before(FileChannel file, long position) throws IOException {
        int length = (int) Math.min(MAX_LENGTH, position);
        return of(file, position - length, length);
    }

    /** The bytes of a range; fewer if the file ends before. */
    static Sample of(FileChannel file, long from, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) > 0) {}
        return new Sample(from, bytes.position(), hash(bytes.flip()));
    }

    /** Whether a file has the same bytes at the same position. */
    boolean matches(FileChannel file) throws IOException {
        return equals(of(file, from, length));
    }

    private static String hash(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return HexFormat.of().formatHex(digest.digest(), 0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
