package io.logaggregator.gateways.forward;

import java.util.Arrays;

/** The bytes of a value that arrives in parts; its beginning only if it is too large. Not thread-safe. */
final class ValueBuffer {

    private static final int INITIAL_BYTES = 1 << 10;

    /** A larger array is released after its value. */
    private static final int RETAINED_BYTES = 64 << 10;

    private final ValueScanner scanner = new ValueScanner();
    private byte[] array = new byte[INITIAL_BYTES];
    private int length;
    private int maxLength;
    private boolean truncated;

    /** Starts a number of consecutive values of which at most so many bytes are retained. */
    void start(int values, int maxBytes) {
        scanner.start(values);
        if (array.length > RETAINED_BYTES) {
            array = new byte[INITIAL_BYTES];
        }
        length = 0;
        maxLength = maxBytes;
        truncated = false;
    }

    /** Adds a byte in front of the values. */
    void prefix(int value) {
        array[length++] = (byte) value;
    }

    /** Reads to the end of the values, or of the input; returns whether the values are complete. */
    boolean read(Input input) {
        int start = input.position();
        int end = scanner.scan(input.array(), start, start + input.remaining());
        add(input.array(), start, end - start);
        input.skip(end - start);
        return scanner.isComplete();
    }

    private void add(byte[] bytes, int from, int count) {
        int added = Math.min(count, maxLength - length);
        truncated |= added < count;
        if (length + added > array.length) {
            array = Arrays.copyOf(array, Math.clamp(2L * array.length, length + added, Math.max(maxLength, 1)));
        }
        System.arraycopy(bytes, from, array, length, added);
        length += added;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Whether the values are larger than what is retained. */
    boolean isTruncated() {
        return truncated;
    }

    /** Memory beyond what each buffer has. */
    int retainedBytes() {
        return array.length - INITIAL_BYTES;
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    byte[] copy() {
        return Arrays.copyOf(array, length);
    }
}
