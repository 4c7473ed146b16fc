package io.logaggregator.server.http;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** A packed body as it reads unpacked. What is broken or too large in it is told as the caller's mistake. */
final class UnpackedBody extends ServletInputStream {

    static final Set<String> CODINGS = Set.of("gzip", "x-gzip", "zstd");

    /** What a sender's window may take of our memory: 8 MiB, as RFC 9659 wants; the library would allow 128. */
    private static final int LONGEST_WINDOW_LOG = 23;

    private static final int BUFFER_BYTES = 8192;

    private final ServletInputStream packed;
    private final String coding;
    private final long longest;
    private @Nullable InputStream unpacking;
    private long bytes;
    private boolean finished;

    UnpackedBody(ServletInputStream packed, String coding, long longest) {
        this.packed = packed;
        this.coding = coding;
        this.longest = longest;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = unpack(buffer, offset, length);
        finished = read < 0;
        bytes += Math.max(0, read);
        if (bytes > longest) {
            throw new ResponseStatusException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "The body unpacks to more than " + longest + " bytes. Send it in parts.");
        }
        return read;
    }

    private int unpack(byte[] buffer, int offset, int length) throws IOException {
        try {
            return unpacking().read(buffer, offset, length);
        } catch (ZipException | ZstdIOException | EOFException e) {
            throw new InvalidRequestException("The body is no " + coding + ", or not all of it: " + e.getMessage());
        }
    }

    /** Not before somebody reads: the streams read as soon as they are made. */
    private InputStream unpacking() throws IOException {
        InputStream open = unpacking;
        if (open == null) {
            open = coding.equals("zstd")
                    ? new ZstdInputStreamNoFinalizer(packed).setLongMax(LONGEST_WINDOW_LOG)
                    : new GZIPInputStream(packed, BUFFER_BYTES);
            unpacking = open;
        }
        return open;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
        throw new UnsupportedOperationException("bodies are read by threads that wait");
    }

    @Override
    public void close() throws IOException {
        if (unpacking != null) {
            unpacking.close();
        }
    }
}
