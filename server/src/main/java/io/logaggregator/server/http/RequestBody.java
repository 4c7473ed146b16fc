package io.logaggregator.server.http;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.logaggregator.gateways.http.GrpcMessage;
import io.logaggregator.server.overload.MemoryBudget.Reservation;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * The body of a request. It is received as a whole, as sent, before it is decompressed and read: a slow client then holds
 * only the bytes that it has sent, and reading never waits for it. Its errors are errors of the caller. Not thread-safe.
 */
public final class RequestBody extends ServletInputStream {

    /** Bounds the memory of a zstd window to 8 MiB, as RFC 9659 requires; the default of the library is 128 MiB. */
    private static final int MAX_WINDOW_LOG = 23;

    /** The coding of Prometheus and Loki: one block, which the gateway decompresses. */
    static final String SNAPPY = "snappy";

    /** The frame of gRPC around a message without compression, or with one. */
    static final String GRPC = "grpc";

    static final String GRPC_GZIP = "grpc with gzip";

    private static final int ZLIB_METHOD = 8;

    private final HttpServletRequest request;
    private final Optional<String> coding;
    private final String gatewayCoding;
    private final long maxBytes;
    private final Reservation memory;
    private @Nullable Chunks received;
    private @Nullable InputStream stream;
    private long bytes;
    private boolean finished;

    /**
     * @param coding of the body as sent
     * @param maxBytes as sent, and after decompression
     */
    RequestBody(HttpServletRequest request, Optional<String> coding, long maxBytes, Reservation memory) {
        this.request = request;
        this.coding = coding.filter(name -> !name.equals(SNAPPY));
        this.gatewayCoding = coding.filter(name -> name.equals(SNAPPY)).orElse("");
        this.maxBytes = maxBytes;
        this.memory = memory;
    }

    /** The body of a request; empty if it has none. */
    public static Optional<RequestBody> of(ServletRequest request) {
        return request.getAttribute(RequestBody.class.getName()) instanceof RequestBody body
                ? Optional.of(body)
                : Optional.empty();
    }

    /** Waits until the body has arrived. Otherwise the first read does. */
    public void receive() throws IOException {
        if (received == null) {
            if (request.getContentLengthLong() > maxBytes) {
                throw tooLarge("body");
            }
            Chunks chunks = new Chunks(memory);
            if (!chunks.fill(sent(), maxBytes, 1)) {
                throw tooLarge("body");
            }
            received = chunks;
        }
    }

    /** The body as sent, within the timeout for it. */
    private InputStream sent() throws IOException {
        CallerConnection connection = CallerConnection.of(request);
        return new FilterInputStream(request.getInputStream()) {

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (connection.isBodyTimeoutOver()) {
                    throw new ResponseStatusException(
                            HttpStatus.REQUEST_TIMEOUT, TomcatRefusal.detailOf(HttpStatus.REQUEST_TIMEOUT));
                }
                return super.read(buffer, offset, length);
            }
        };
    }

    /** Reads the body while it arrives, without a limit of its length, instead of receiving it as a whole. */
    public void openStream() throws IOException {
        InputStream sent = sent();
        stream = coding.isEmpty() ? sent : decompressing(coding.get(), sent);
    }

    /** The memory reserved for the body, until the request ends. */
    public Reservation memory() {
        return memory;
    }

    private static InputStream decompressing(String coding, InputStream sent) throws IOException {
        return switch (coding) {
            case "zstd" -> new ZstdInputStreamNoFinalizer(sent).setLongMax(MAX_WINDOW_LOG);
            case "deflate" -> deflate(sent);
            case GRPC, GRPC_GZIP -> messageOf(sent, coding);
            default -> new GzipMembers(sent);
        };
    }

    private static InputStream messageOf(InputStream call, String coding) throws IOException {
        GrpcMessage message = new GrpcMessage(call);
        if (!message.isCompressed()) {
            return message;
        }
        if (coding.equals(GRPC)) {
            throw new ZipException("a compressed message without the header grpc-encoding");
        }
        return new GzipMembers(message);
    }

    /** With the header of zlib, as RFC 9110 requires, or without, as some clients send it. */
    private static InputStream deflate(InputStream sent) throws IOException {
        PushbackInputStream stream = new PushbackInputStream(sent);
        int first = stream.read();
        if (first >= 0) {
            stream.unread(first);
        }
        return new InflaterInputStream(stream, new Inflater((first & 0xF) != ZLIB_METHOD)) {

            // The stream of the JDK keeps the native memory of an inflater that it has not created.
            @Override
            public void close() throws IOException {
                super.close();
                inf.end();
            }
        };
    }

    /** The coding that the gateway decompresses; empty if there is none. */
    public String gatewayCoding() {
        return gatewayCoding;
    }

    /** Limit of the decompressed body. */
    public long maxBytes() {
        return maxBytes;
    }

    /**
     * Decompresses the received body, unless a part was read. Reserves memory for the array and for copies of its parts, until
     * the request ends.
     */
    public byte[] readFully() throws IOException {
        receive();
        if (coding.isEmpty()) {
            return content().toArray(1);
        }
        Chunks content = new Chunks(memory);
        content.fill(this, maxBytes, 2);
        return content.toArray(0);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        boolean streaming = stream != null && received == null;
        if (!streaming) {
            receive();
        }
        int read = decompress(buffer, offset, length);
        finished = read < 0;
        bytes += Math.max(0, read);
        if (!streaming && bytes > maxBytes) {
            throw tooLarge("decompressed body");
        }
        return read;
    }

    private int decompress(byte[] buffer, int offset, int length) throws IOException {
        try {
            return stream().read(buffer, offset, length);
        } catch (ZipException | ZstdIOException | EOFException e) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST,
                    "The body is not valid " + coding.orElse("identity") + ", or incomplete: " + e.getMessage());
        }
    }

    private InputStream stream() throws IOException {
        InputStream open = stream;
        if (open == null) {
            InputStream sent = content().stream();
            open = coding.isEmpty() ? sent : decompressing(coding.get(), sent);
            stream = open;
        }
        return open;
    }

    private Chunks content() {
        Chunks content = received;
        if (content == null) {
            throw new IllegalStateException("body: not received (expected: received)");
        }
        return content;
    }

    private ResponseStatusException tooLarge(String what) {
        return new ResponseStatusException(
                HttpStatus.CONTENT_TOO_LARGE,
                "The " + what + " is larger than " + maxBytes + " bytes. Split the request.");
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
        throw new UnsupportedOperationException("bodies are read by blocking threads");
    }

    /** Releases the native memory of the decompression. */
    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }
}
