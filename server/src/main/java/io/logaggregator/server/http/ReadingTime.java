package io.logaggregator.server.http;

import jakarta.servlet.ServletRequest;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** The time that a client takes to read a response, and its limit. Not thread-safe. */
public final class ReadingTime {

    private static final String ATTRIBUTE = ReadingTime.class.getName();

    private final Duration timeout;
    private long minBytesPerSecond = Long.MAX_VALUE;
    private long bytes;
    private long nanos;

    ReadingTime(Duration timeout) {
        this.timeout = timeout;
    }

    static ReadingTime start(ServletRequest request, Duration timeout) {
        ReadingTime time = new ReadingTime(timeout);
        request.setAttribute(ATTRIBUTE, time);
        return time;
    }

    /**
     * Limits the rate of a response instead of its total time: for responses of any length that are not held in memory. The
     * client has the timeout, and a second more for each so many bytes.
     */
    public static void limitRate(ServletRequest request, DataSize minPerSecond) {
        if (request.getAttribute(ATTRIBUTE) instanceof ReadingTime time) {
            time.limitRate(minPerSecond);
        }
    }

    void limitRate(DataSize minPerSecond) {
        minBytesPerSecond = minPerSecond.toBytes();
    }

    /** Adds a write, which takes as long as the client delays it. */
    void add(long writtenBytes, Duration duration) {
        bytes += writtenBytes;
        nanos += duration.toNanos();
    }

    boolean isExceeded() {
        return Duration.ofNanos(nanos).compareTo(timeout.plusSeconds(bytes / minBytesPerSecond)) > 0;
    }
}
