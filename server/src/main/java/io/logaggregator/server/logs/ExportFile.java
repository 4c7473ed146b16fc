package io.logaggregator.server.logs;

import static java.time.ZoneOffset.UTC;

import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.server.logs.tail.EventJson;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/**
 * An export, written row by row. The response starts with the first row, so that earlier errors become error responses.
 * Not thread-safe, except {@link #isWaiting()}.
 */
final class ExportFile implements LogExport.Sink<IOException> {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'logs-'yyyyMMdd'T'HHmmss'Z'").withZone(UTC);
    private static final int BUFFER_BYTES = 64 * 1024;

    /** Flushes rows of slow queries without waiting for a full buffer. */
    private static final Duration MAX_BUFFERED = Duration.ofSeconds(1);

    private final ExportFormat format;
    private final EventJson json;
    private final int limit;
    private final Instant now;
    private final HttpServletResponse response;
    private final BooleanSupplier awaited;
    private volatile boolean abandoned;
    private @Nullable OutputStream out;
    private int rows;
    private long flushedNanos;

    /** @param awaited whether the client is connected and its key is valid */
    ExportFile(
            ExportFormat format,
            EventJson json,
            int limit,
            Instant now,
            HttpServletResponse response,
            BooleanSupplier awaited) {
        this.format = format;
        this.json = json;
        this.limit = limit;
        this.now = now;
        this.response = response;
        this.awaited = awaited;
    }

    /** Sets the headers of the response. */
    void describe() {
        String name = NAME.format(now) + '.' + format.name().toLowerCase(Locale.ROOT);
        response.setContentType(format.mediaType());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    @Override
    public boolean accept(LogEvent event) throws IOException {
        checkAwaited();
        OutputStream to = begun();
        format.write(event, json, to);
        rows++;
        if (System.nanoTime() - flushedNanos > MAX_BUFFERED.toNanos()) {
            flush(to);
        }
        return rows < limit;
    }

    @Override
    public boolean isWaiting() {
        abandoned = abandoned || !awaited.getAsBoolean();
        return !abandoned;
    }

    private void checkAwaited() throws IOException {
        if (abandoned) {
            throw new IOException("the client disconnected, or its key became invalid");
        }
    }

    private OutputStream begun() throws IOException {
        if (out == null) {
            describe();
            out = new BufferedOutputStream(response.getOutputStream(), BUFFER_BYTES);
            format.writeHead(out);
        }
        return out;
    }

    private void flush(OutputStream to) throws IOException {
        to.flush();
        flushedNanos = System.nanoTime();
    }

    void end() throws IOException {
        checkAwaited();
        begun().flush();
    }

    boolean hasBegun() {
        return out != null;
    }

    int rows() {
        return rows;
    }
}
