package io.logaggregator.agent;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The time at the beginning of a line, where it says its offset from UTC: without one it could be any of 38 times. */
final class LineTime {

    private static final int SHORTEST = "2026-11-23T12:00Z".length();
    private static final int LONGEST = "2026-11-23T12:00:00.123456789+01:00".length();

    private LineTime() {}

    /** For example of {@code 2026-11-23T12:00:00.123Z INFO …}, or with the time in brackets. */
    static Optional<Instant> of(String line) {
        int start = line.startsWith("[") ? 1 : 0;
        int end = start;
        while (end < line.length() && end - start < LONGEST && " ]\t\n".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        boolean looksLikeOne =
                end - start >= SHORTEST && line.charAt(start + 4) == '-' && line.charAt(start + 10) == 'T';
        return looksLikeOne ? parsed(line.substring(start, end)) : Optional.empty();
    }

    private static Optional<Instant> parsed(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}
