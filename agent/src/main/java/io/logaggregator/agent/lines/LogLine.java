package io.logaggregator.agent.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.wire.line.ContainerLine;
import java.util.Arrays;
import java.util.Optional;

/**
 * A line of a file, or several joined ones, as UTF-8 without the last newline.
 *
 * @param end where to continue in the file: start of the next line, or of an earlier one of another stream
 * @param truncated whether the line exceeds the maximum length
 * @param frame time and stream, in the log of a container
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LogLine(byte[] bytes, long end, boolean truncated, Optional<ContainerLine> frame) {

    public LogLine {
        bytes = truncated ? Arrays.copyOf(bytes, wholeCharacters(bytes)) : bytes;
    }

    public String text() {
        return new String(bytes, UTF_8);
    }

    /** The length without an incomplete last character. */
    private static int wholeCharacters(byte[] bytes) {
        int start = bytes.length - 1;
        while (start > 0 && (bytes[start] & 0xC0) == 0x80) {
            start--;
        }
        boolean complete = start < 0 || bytes.length - start >= sequenceLength(bytes[start]);
        return complete ? bytes.length : start;
    }

    private static int sequenceLength(byte first) {
        int ones = Integer.numberOfLeadingZeros(~first << 24);
        return Math.max(1, ones);
    }
}
