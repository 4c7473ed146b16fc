package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Assembles log lines from the bytes of a file, in chunks of any size. A stack trace becomes one line with the message above
 * it, so a line is complete only when the next one starts, or when {@link #takePending} is called after a timeout. Blank
 * lines are skipped. Not thread-safe.
 */
final class LineAssembler {

    private static final byte[] AT = "at ".getBytes(US_ASCII);
    private static final byte[] CAUSED_BY = "Caused by:".getBytes(US_ASCII);
    private static final byte[] EXCEPTION = "Exception".getBytes(US_ASCII);
    private static final byte[] ERROR = "Error".getBytes(US_ASCII);

    private final boolean joinContinuations;
    private final int maxBytes;
    private final ByteArrayOutputStream current = new ByteArrayOutputStream();
    private boolean currentTruncated;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private long pendingEnd;
    private boolean pendingTruncated;
    private long position;

    /** @param position of the next byte in the file */
    LineAssembler(long position, boolean joinContinuations, int maxBytes) {
        this.position = position;
        this.joinContinuations = joinContinuations;
        this.maxBytes = maxBytes;
    }

    /** The next complete line of a heap buffer; empty if all bytes are consumed. */
    Optional<LogLine> next(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int newline = indexOfNewline(bytes);
            append(bytes, newline < 0 ? bytes.limit() : newline);
            if (newline < 0) {
                break;
            }
            bytes.get();
            position++;
            Optional<LogLine> complete = endCurrent();
            if (complete.isPresent()) {
                return complete;
            }
        }
        return Optional.empty();
    }

    /** The pending line, which may still be continued, if any. */
    Optional<LogLine> takePending() {
        if (pending.size() == 0) {
            return Optional.empty();
        }
        var line = new LogLine(pending.toByteArray(), pendingEnd, pendingTruncated);
        pending.reset();
        return Optional.of(line);
    }

    /** The bytes without a newline so far, if any, as a line. */
    Optional<LogLine> takePartial() {
        return current.size() == 0
                ? Optional.empty()
                : Optional.of(takeCurrent()).filter(line -> line.bytes().length > 0);
    }

    private static int indexOfNewline(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if (bytes.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void append(ByteBuffer bytes, int end) {
        position += end - bytes.position();
        while (current.size() == 0 && bytes.position() < end && bytes.get(bytes.position()) == 0) {
            bytes.get(); // a file truncated in place starts with zeros if its writer kept the offset
        }
        int taken = Math.min(end - bytes.position(), maxBytes - current.size());
        current.write(bytes.array(), bytes.arrayOffset() + bytes.position(), taken);
        currentTruncated |= bytes.position() + taken < end;
        bytes.position(end);
    }

    private Optional<LogLine> endCurrent() {
        LogLine line = takeCurrent();
        if (line.bytes().length == 0) {
            return Optional.empty();
        }
        if (!joinContinuations) {
            return Optional.of(line);
        }
        if (continues(line.bytes()) && pending.size() > 0 && !pendingTruncated && fits(line)) {
            pending.write('\n');
            setPending(line);
            return Optional.empty();
        }
        Optional<LogLine> complete = takePending();
        setPending(line);
        return complete;
    }

    private LogLine takeCurrent() {
        byte[] bytes = current.toByteArray();
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        var line = new LogLine(Arrays.copyOf(bytes, length), position, currentTruncated);
        current.reset();
        currentTruncated = false;
        return line;
    }

    private boolean fits(LogLine line) {
        return pending.size() + 1 + line.bytes().length <= maxBytes;
    }

    private void setPending(LogLine line) {
        pending.writeBytes(line.bytes());
        pendingEnd = line.end();
        pendingTruncated = line.truncated();
    }

    private static boolean continues(byte[] line) {
        return line[0] == ' '
                || line[0] == '\t'
                || startsWith(line, AT)
                || startsWith(line, CAUSED_BY)
                || isThrowable(line);
    }

    /** Stack traces of Logback, Log4j and the JDK start with the class name of the exception, not indented. */
    private static boolean isThrowable(byte[] line) {
        int end = 0;
        boolean qualified = false;
        while (end < line.length && (Character.isJavaIdentifierPart(line[end]) || line[end] == '.')) {
            qualified |= line[end] == '.';
            end++;
        }
        return qualified
                && (end == line.length || line[end] == ':')
                && (endsWith(line, end, EXCEPTION) || endsWith(line, end, ERROR));
    }

    private static boolean endsWith(byte[] line, int end, byte[] suffix) {
        return end >= suffix.length && Arrays.equals(line, end - suffix.length, end, suffix, 0, suffix.length);
    }

    private static boolean startsWith(byte[] line, byte[] prefix) {
        return line.length >= prefix.length && Arrays.equals(line, 0, prefix.length, prefix, 0, prefix.length);
    }
}
