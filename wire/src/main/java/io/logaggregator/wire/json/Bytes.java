package io.logaggregator.wire.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;

/**
 * A range of an array, without a copy.
 *
 * @param from inclusive
 * @param to exclusive
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Bytes(byte[] array, int from, int to) {

    /** Bits of the control characters of text: backspace to carriage return, and escape. */
    private static final int TEXT_CONTROLS = 0x3F00 | 1 << 0x1B;

    public static Bytes of(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /** The text of ASCII characters. */
    static String ascii(byte[] array, int from, int to) {
        return new String(array, from, to - from, ISO_8859_1); // the fastest copy
    }

    public int length() {
        return to - from;
    }

    public boolean isEmpty() {
        return from >= to;
    }

    public boolean startsWith(char character) {
        return from < to && array[from] == character;
    }

    boolean endsWith(char character) {
        return from < to && array[to - 1] == character;
    }

    public Bytes startingAt(int start) {
        return start == from ? this : new Bytes(array, Math.min(start, to), to);
    }

    public Bytes endingAt(int end) {
        return new Bytes(array, from, end);
    }

    public Bytes strip() {
        int start = skipSpace(from);
        int end = to;
        while (end > start && isSpace(array[end - 1])) {
            end--;
        }
        return start == from && end == to ? this : new Bytes(array, start, end);
    }

    /** The first position from {@code position} on without white space; {@code to} if there is none. */
    public int skipSpace(int position) {
        int next = position;
        while (next < to && isSpace(array[next])) {
            next++;
        }
        return next;
    }

    public Bytes withoutByteOrderMark() {
        boolean marked = length() >= 3
                && array[from] == (byte) 0xEF
                && array[from + 1] == (byte) 0xBB
                && array[from + 2] == (byte) 0xBF;
        return marked ? startingAt(from + 3) : this;
    }

    /** Without zeros at the end, with which some senders fill their buffers. */
    public Bytes withoutPadding() {
        int end = to;
        while (end > from && array[end - 1] == 0) {
            end--;
        }
        return end == to ? this : endingAt(end);
    }

    /**
     * Whether these bytes are no text: they begin with a control character, have several different ones, or many zeros as
     * UTF-16 has; or they are invalid UTF-8 and have one, or begin as MessagePack does. Text in another single-byte encoding is not binary.
     */
    public boolean isBinary() {
        int controls = 0; // a bit for each control character that no text has
        int zeros = 0;
        for (int i = from; i < to; i++) {
            zeros += array[i] == 0 ? 1 : 0;
            if (array[i] >= 0 && array[i] < ' ' && (TEXT_CONTROLS & 1 << array[i]) == 0) {
                controls |= 1 << array[i];
                if (i == from || i == from + 1 && array[from] >= 0 && array[from] < ' ') {
                    return true;
                }
            }
        }
        if (Integer.bitCount(controls) > 1 || zeros > 1 && zeros > length() / 4) {
            return true;
        }
        boolean packed = from < to && (array[from] & 0xE0) == 0x80 || from + 1 < to && isPackedStart();
        return (controls != 0 || packed) && repairedUtf8().isPresent();
    }

    /** The kind of binary data, for people. */
    public String binaryKind() {
        if (startsWith(0x1F, 0x8B)) {
            return "data compressed with gzip";
        }
        if (startsWith(0x28, 0xB5, 0x2F, 0xFD)) {
            return "data compressed with zstd";
        }
        if (startsWith('O', 'b', 'j', 1)) {
            return "an Avro file";
        }
        if (startsWith(0) && length() > 5) {
            return "binary data with a schema id, such as Avro or Protocol Buffers";
        }
        boolean packed = !isEmpty() && ((array[from] & 0xE0) == 0x80 || length() > 1 && isPackedStart());
        return packed ? "binary data such as MessagePack" : "binary data";
    }

    private boolean startsWith(int... start) {
        for (int i = 0; i < start.length; i++) {
            if (from + i >= to || (array[from + i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }

    /** A map or array of MessagePack with a length of 16 or 32 bits, of which the first byte is zero in practice. */
    private boolean isPackedStart() {
        return (array[from] & 0xFF) >= 0xDC && (array[from] & 0xFF) <= 0xDF && array[from + 1] == 0;
    }

    /** These bytes with U+FFFD in place of invalid UTF-8; empty if all of it is valid. */
    public Optional<Bytes> repairedUtf8() {
        byte[] valid = text().getBytes(UTF_8);
        boolean same = Arrays.equals(valid, 0, valid.length, array, from, to);
        return same ? Optional.empty() : Optional.of(of(valid));
    }

    /** As UTF-8, with U+FFFD in place of invalid bytes. */
    public String text() {
        return new String(array, from, length(), UTF_8);
    }

    /** An array of exactly these bytes; the array itself if the range covers it. */
    byte[] toArray() {
        return length() == array.length ? array : Arrays.copyOfRange(array, from, to);
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\n' || value == '\r' || value == '\t';
    }
}
