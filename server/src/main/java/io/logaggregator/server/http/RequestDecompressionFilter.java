package io.logaggregator.server.http;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ResponseStatusException;

/**
 * Decompresses request bodies in gzip or zstd, up to a limit: a few kilobytes can expand to gigabytes. Runs after
 * authentication, so that anonymous bodies are never decompressed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-content-encoding">RFC 9110, Content-Encoding</a>
 */
final class RequestDecompressionFilter extends OncePerRequestFilter {

    private static final Set<String> CODINGS = Set.of("gzip", "x-gzip", "zstd");
    private static final String ACCEPTED = "gzip, zstd";

    /** Bounds the memory of a zstd window to 8 MiB, as RFC 9659 requires; the default of the library is 128 MiB. */
    private static final int MAX_WINDOW_LOG = 23;

    private final long maxBytes;

    /** @param maxBytes after decompression */
    RequestDecompressionFilter(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> coding = coding(request, response);
        if (coding.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        try (Body body = new Body(request.getInputStream(), coding.get(), maxBytes)) {
            chain.doFilter(new Decompressed(request, body), response);
        }
    }

    private static Optional<String> coding(HttpServletRequest request, HttpServletResponse response) {
        List<String> codings = Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
        if (codings.size() > 1 || !CODINGS.containsAll(codings)) {
            response.setHeader(HttpHeaders.ACCEPT_ENCODING, ACCEPTED);
            throw new ResponseStatusException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding: " + String.join(", ", codings) + " (expected: gzip or zstd, or none)");
        }
        return codings.stream().findFirst();
    }

    /** A decompressed body. Its errors are errors of the caller. */
    private static final class Body extends ServletInputStream {

        private final ServletInputStream compressed;
        private final String coding;
        private final long maxBytes;
        private @Nullable InputStream stream;
        private long bytes;
        private boolean finished;

        Body(ServletInputStream compressed, String coding, long maxBytes) {
            this.compressed = compressed;
            this.coding = coding;
            this.maxBytes = maxBytes;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = decompress(buffer, offset, length);
            finished = read < 0;
            bytes += Math.max(0, read);
            if (bytes > maxBytes) {
                throw new ResponseStatusException(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "The decompressed body is larger than " + maxBytes + " bytes. Split the request.");
            }
            return read;
        }

        private int decompress(byte[] buffer, int offset, int length) throws IOException {
            try {
                return stream().read(buffer, offset, length);
            } catch (ZipException | ZstdIOException | EOFException e) {
                throw new ResponseStatusException(
                        HttpStatus.BAD_REQUEST,
                        "The body is not valid " + coding + ", or incomplete: " + e.getMessage());
            }
        }

        /** Opened by the first read, because both streams read in their constructors. */
        private InputStream stream() throws IOException {
            InputStream open = stream;
            if (open == null) {
                open = coding.equals("zstd")
                        ? new ZstdInputStreamNoFinalizer(compressed).setLongMax(MAX_WINDOW_LOG)
                        : new GzipMembers(compressed);
                stream = open;
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
            throw new UnsupportedOperationException("bodies are read by blocking threads");
        }

        @Override
        public void close() throws IOException {
            if (stream != null) {
                stream.close();
            }
        }
    }

    /** The request without the headers of its compressed form. */
    private static final class Decompressed extends HttpServletRequestWrapper {

        private final Body body;

        Decompressed(HttpServletRequest request, Body body) {
            super(request);
            this.body = body;
        }

        private static boolean isHidden(String name) {
            return name.equalsIgnoreCase(HttpHeaders.CONTENT_ENCODING)
                    || name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH);
        }

        @Override
        public ServletInputStream getInputStream() {
            return body;
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        @Override
        public int getContentLength() {
            return -1;
        }

        @Override
        public long getContentLengthLong() {
            return -1;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return isHidden(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                    .filter(name -> !isHidden(name))
                    .toList());
        }
    }
}
