package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A line of a file, or several that belong together, without the last newline.
 *
 * @param end where in the file the next line begins
 * @param cut whether the line went on for longer than is taken
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LogLine(byte[] bytes, long end, boolean cut) {

    String text() {
        return new String(bytes, 0, cut ? wholeCharacters() : bytes.length, UTF_8);
    }

    /** The length without the character that the cut went through. */
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
