package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A line of a file, or several joined ones, without the last newline.
 *
 * @param end start of the next line in the file
 * @param truncated whether the line exceeds the maximum length
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LogLine(byte[] bytes, long end, boolean truncated) {

    String text() {
        return new String(bytes, 0, truncated ? wholeCharacters() : bytes.length, UTF_8);
    }

    /** The length without an incomplete last character. */
    private int wholeCharacters() {
        int start = bytes.length - 1;
        while (start > 0 && (bytes[start] & 0xC0) == 0x80) {
            start--;
        }
        boolean complete = bytes.length - start >= sequenceLength(bytes[start]);
        return complete ? bytes.length : start;
    }

    private static int sequenceLength(byte first) {
        int ones = Integer.numberOfLeadingZeros(~first << 24);
        return Math.max(1, ones);
    }
}
