package io.logaggregator.gateways.http;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.ZipException;

/**
 * The only message of a unary gRPC call, without its frame: a byte for the compression and four for the length. Not thread-safe.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP/2</a>
 */
public final class GrpcMessage extends FilterInputStream {

    private final boolean compressed;
    private long left;

    /**
     * Reads the frame.
     *
     * @throws EOFException if there is no message
     * @throws ZipException if it is invalid
     */
    public GrpcMessage(InputStream call) throws IOException {
        super(call);
        byte[] frame = call.readNBytes(5);
        if (frame.length < 5) {
            throw new EOFException("no message");
        }
        if (frame[0] < 0 || frame[0] > 1) {
            throw new ZipException("unknown flags");
        }
        compressed = frame[0] == 1;
        for (int i = 1; i < frame.length; i++) {
            left = (left << 8) | (frame[i] & 0xFF);
        }
    }

    /** Whether the message has the compression that the headers of the call name. */
    public boolean isCompressed() {
        return compressed;
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
        if (left == 0) {
            requireEnd();
            return -1;
        }
        int read = in.read(buffer, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("unexpected end");
        }
        left -= read;
        return read;
    }

    private void requireEnd() throws IOException {
        if (in.read() >= 0) {
            throw new ZipException("more than one message");
        }
    }
}
