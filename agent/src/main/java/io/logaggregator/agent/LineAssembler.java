package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Makes log lines of the bytes of a file, in whatever pieces they come. A stack trace becomes one line with the message
 * above it; so a line is known to be complete only when the next one begins, or when nothing more has come for a while
 * and {@link #settle} is called. Blank lines are left out. Not thread-safe.
 */
final class LineAssembler {

    private static final byte[] AT = "at ".getBytes(US_ASCII);
    private static final byte[] CAUSED_BY = "Caused by:".getBytes(US_ASCII);
    private static final byte[] EXCEPTION = "Exception".getBytes(US_ASCII);
    private static final byte[] ERROR = "Error".getBytes(US_ASCII);

    private final boolean joinContinuations;
    private final int maxBytes;
    private final ByteArrayOutputStream current = new ByteArrayOutputStream();
    private boolean currentCut;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private long pendingEnd;
    private boolean pendingCut;
    private long position;

    /** @param position in the file, of the first byte to come */
    LineAssembler(long position, boolean joinContinuations, int maxBytes) {
        this.position = position;
        this.joinContinuations = joinContinuations;
        this.maxBytes = maxBytes;
    }

    /** The next complete line; empty when all bytes are used up and more are needed. Takes heap buffers only. */
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

    /** The line that waits for what may belong to it, if there is one: nothing more has come. */
    Optional<LogLine> settle() {
        if (pending.size() == 0) {
            return Optional.empty();
        }
        var line = new LogLine(pending.toByteArray(), pendingEnd, pendingCut);
        pending.reset();
        return Optional.of(line);
    }

    /** The bytes that wait for their newline, if there are any, as a line of their own: none has come. */
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
            bytes.get(); // a file cut in place whose writer kept its offset begins with a hole of zeros
        }
        int taken = Math.min(end - bytes.position(), maxBytes - current.size());
        current.write(bytes.array(), bytes.arrayOffset() + bytes.position(), taken);
        currentCut |= bytes.position() + taken < end;
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
        if (continues(line.bytes()) && pending.size() > 0 && !pendingCut && fits(line)) {
            pending.write('\n');
            hold(line);
            return Optional.empty();
        }
        Optional<LogLine> complete = settle();
        hold(line);
        return complete;
    }

    private LogLine takeCurrent() {
        byte[] bytes = current.toByteArray();
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        var line = new LogLine(Arrays.copyOf(bytes, length), position, currentCut);
        current.reset();
        currentCut = false;
        return line;
    }

    private boolean fits(LogLine line) {
        return pending.size() + 1 + line.bytes().length <= maxBytes;
    }

    private void hold(LogLine line) {
        pending.writeBytes(line.bytes());
        pendingEnd = line.end();
        pendingCut = line.cut();
    }

    private static boolean continues(byte[] line) {
        return line[0] == ' '
                || line[0] == '\t'
                || startsWith(line, AT)
                || startsWith(line, CAUSED_BY)
                || isThrowable(line);
    }

    /** Logback, Log4j and the JDK begin a stack trace at the margin, with nothing but the name of the exception. */
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
