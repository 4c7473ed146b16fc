package io.logaggregator.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Hash of the first bytes of a file, to recognize it: an inode can be reused for another file, and a truncated file can have
 * grown beyond its former size.
 *
 * @param length number of bytes, 0..256; all bytes of a shorter file
 * @param hash of these bytes
 */
record Fingerprint(int length, String hash) {

    static final int FULL_LENGTH = 256;
    private static final int HASH_LENGTH = 8;

    static Fingerprint of(FileChannel file) throws IOException {
        return of(file, FULL_LENGTH);
    }

    /** Whether the file starts with the same bytes. */
    boolean matches(FileChannel file) throws IOException {
        return equals(of(file, length));
    }

    boolean isFull() {
        return length == FULL_LENGTH;
    }

    private static Fingerprint of(FileChannel file, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {}
        return new Fingerprint(bytes.position(), hash(bytes.flip()));
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
