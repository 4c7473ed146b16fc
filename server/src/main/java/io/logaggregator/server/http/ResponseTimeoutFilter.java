package io.logaggregator.server.http;

import io.logaggregator.server.overload.Rejections;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Objects;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits the time for reading a response. Tomcat limits only each wait of a write: a client that reads a little now and then
 * would occupy a connection, a thread and memory without end.
 *
 * <p>Asynchronous responses (the live tail) are written to the response of the container, so they have no such limit; events
 * that their clients do not read in time are skipped.
 */
final class ResponseTimeoutFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(ResponseTimeoutFilter.class);

    private final Duration timeout;
    private final Counter canceled;

    ResponseTimeoutFilter(Duration timeout, MeterRegistry registry) {
        this.timeout = timeout;
        canceled = Rejections.counter("response-time", registry);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ReadingTime time = ReadingTime.start(request, timeout);
        chain.doFilter(request, new TimedResponse(response, time, () -> cancel(request)));
    }

    private void cancel(HttpServletRequest request) {
        canceled.increment();
        log.debug("response canceled, because the client reads too slowly: path={}", request.getRequestURI());
        CallerConnection.of(request).cut();
    }

    private static final class TimedResponse extends HttpServletResponseWrapper {

        private final ReadingTime time;
        private final Runnable cancel;
        private @Nullable ServletOutputStream stream;
        private @Nullable PrintWriter writer;

        TimedResponse(HttpServletResponse response, ReadingTime time, Runnable cancel) {
            super(response);
            this.time = time;
            this.cancel = cancel;
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            if (stream == null) {
                stream = new TimedStream(super.getOutputStream(), time, cancel);
            }
            return stream;
        }

        @Override
        public PrintWriter getWriter() throws IOException {
            if (writer == null) {
                writer = new PrintWriter(
                        new OutputStreamWriter(getOutputStream(), Charset.forName(getCharacterEncoding())));
            }
            return writer;
        }

        @Override
        public void flushBuffer() throws IOException {
            if (writer != null) {
                writer.flush();
            } else {
                super.flushBuffer();
            }
        }
    }

    private static final class TimedStream extends ServletOutputStream {

        /** The buffer of the container. A longer write would be one wait after another. */
        private static final int MAX_WRITE = 8192;

        private final ServletOutputStream out;
        private final ReadingTime time;
        private final Runnable cancel;

        TimedStream(ServletOutputStream out, ReadingTime time, Runnable cancel) {
            this.out = out;
            this.time = time;
            this.cancel = cancel;
        }

        @Override
        public void write(int b) throws IOException {
            timed(1, () -> out.write(b));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            for (int from = offset; from < offset + length; from += MAX_WRITE) {
                int start = from;
                int part = Math.min(MAX_WRITE, offset + length - from);
                timed(part, () -> out.write(bytes, start, part));
            }
        }

        @Override
        public void flush() throws IOException {
            timed(0, out::flush);
        }

        private void timed(int bytes, Write write) throws IOException {
            long begin = System.nanoTime();
            write.run();
            time.add(bytes, Duration.ofNanos(System.nanoTime() - begin));
            if (time.isExceeded()) {
                cancel.run();
                throw new ClientAbortException("the client reads the response too slowly");
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }
    }

    private interface Write {

        void run() throws IOException;
    }
}
