package io.logaggregator.wire.json;

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

    public static Bytes of(byte[] array) {
        return new Bytes(array, 0, array.length);
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
        return new Bytes(array, Math.min(start, to), to);
    }

    Bytes endingAt(int end) {
        return new Bytes(array, from, end);
    }

    public Bytes strip() {
        int start = skipSpace(from);
        int end = to;
        while (end > start && isSpace(array[end - 1])) {
            end--;
        }
        return new Bytes(array, start, end);
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
