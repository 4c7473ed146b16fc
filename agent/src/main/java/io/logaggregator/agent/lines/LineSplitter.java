package io.logaggregator.agent.lines;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Optional;

/**
 * Splits the bytes of a file into lines, in chunks of any size. Byte order marks, zeros around a line and the carriage return
 * at its end are removed; a file truncated in place starts with zeros if its writer kept the offset. Not thread-safe.
 */
public final class LineSplitter {

    private static final int REUSED_BYTES = 8 << 10;
    private static final int MAX_NEWLINE_BYTES = 4; // CR and LF in UTF-16

    private final Charset charset;
    private final int maxBytes;
    private ByteArrayOutputStream current = new ByteArrayOutputStream();
    private byte last;
    private long start;
    private long position;

    /**
     * @param position of the next byte in the file
     * @param maxBytes of a line as UTF-8; longer ones are truncated
     */
    LineSplitter(long position, Charset charset, int maxBytes) {
        this.position = position;
        this.start = position;
        this.charset = charset;
        this.maxBytes = isWide(charset) ? maxBytes / 3 * 2 : maxBytes; // UTF-8 needs up to three bytes for two
    }

    /** The encoding of a file that starts with these bytes. */
    public static Charset charsetOf(byte first, byte second) {
        if (first == (byte) 0xFF && second == (byte) 0xFE) {
            return UTF_16LE;
        }
        return first == (byte) 0xFE && second == (byte) 0xFF ? UTF_16BE : UTF_8;
    }

    private static boolean isWide(Charset charset) {
        return !charset.equals(UTF_8);
    }

    /**
     * A line as UTF-8, without its newline; may be empty.
     *
     * @param start of the line in the file
     * @param end start of the next line
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Line(byte[] text, long start, long end, boolean truncated) {}

    /** The next complete line of a heap buffer; empty if all bytes are consumed. */
    Optional<Line> next(ByteBuffer bytes) {
        int end = endOfLine(bytes);
        append(bytes, end < 0 ? bytes.limit() : end);
        return end < 0 ? Optional.empty() : Optional.of(take());
    }

    /** The bytes without a newline so far, if any, as a line. */
    Optional<Line> takePartial() {
        return current.size() == 0 ? Optional.empty() : Optional.of(take());
    }

    /** Start of the line that is not complete yet. */
    long lineStart() {
        return start;
    }

    int bufferedBytes() {
        return current.size();
    }

    /** The index after the next newline; negative if there is none. */
    private int endOfLine(ByteBuffer bytes) {
        if (!isWide(charset)) {
            for (int i = bytes.position(); i < bytes.limit(); i++) {
                if (bytes.get(i) == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }
        byte newlineFirst = (byte) (charset.equals(UTF_16LE) ? '\n' : 0);
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            boolean endsUnit = (position + i - bytes.position()) % 2 == 1;
            byte first = i > bytes.position() ? bytes.get(i - 1) : last;
            if (endsUnit && first == newlineFirst && first + bytes.get(i) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private void append(ByteBuffer bytes, int end) {
        if (end == bytes.position()) {
            return;
        }
        position += end - bytes.position();
        last = bytes.get(end - 1);
        while (!isWide(charset) && current.size() == 0 && bytes.position() < end && bytes.get(bytes.position()) == 0) {
            bytes.get();
        }
        int taken = Math.min(end - bytes.position(), maxBytes + MAX_NEWLINE_BYTES - current.size());
        current.write(bytes.array(), bytes.arrayOffset() + bytes.position(), taken);
        bytes.position(end);
    }

    private Line take() {
        byte[] bytes = current.toByteArray();
        int length = lengthWithoutNewline(bytes);
        boolean truncated = length > maxBytes;
        byte[] content = Arrays.copyOf(bytes, truncated ? maxBytes : length);
        byte[] text = isWide(charset) ? new String(content, charset).getBytes(UTF_8) : content;
        var line = new Line(trimmed(text), start, position, truncated);
        if (bytes.length > REUSED_BYTES) {
            current = new ByteArrayOutputStream();
        } else {
            current.reset();
        }
        start = position;
        return line;
    }

    private int lengthWithoutNewline(byte[] bytes) {
        int length = bytes.length;
        if (isWide(charset)) {
            int from = Math.max(0, length - MAX_NEWLINE_BYTES) & ~1; // characters start at even positions
            String end = new String(bytes, from, length - from, charset);
            return end.endsWith("\r\n") ? length - 4 : length - (end.endsWith("\n") ? 2 : 0);
        }
        if (length > 0 && bytes[length - 1] == '\n') {
            length--;
        }
        return length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
    }

    private static byte[] trimmed(byte[] text) {
        int from = 0;
        while (from < text.length && text[from] == 0) {
            from++;
        }
        if (text.length - from >= 3
                && text[from] == (byte) 0xEF
                && text[from + 1] == (byte) 0xBB
                && text[from + 2] == (byte) 0xBF) {
            from += 3;
        }
        int to = text.length;
        while (to > from && text[to - 1] == 0) {
            to--;
        }
        return Arrays.copyOfRange(text, from, to);
    }
}
