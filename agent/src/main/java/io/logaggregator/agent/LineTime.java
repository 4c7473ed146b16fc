package io.logaggregator.agent;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The timestamp at the start of a line. Without a UTC offset it would be ambiguous, and is ignored. */
final class LineTime {

    private static final int MIN_LENGTH = "2026-11-23T12:00Z".length();
    private static final int MAX_LENGTH = "2026-11-23T12:00:00.123456789+01:00".length();

    private LineTime() {}

    /** Parses for example {@code 2026-11-23T12:00:00.123Z INFO …}, also with the timestamp in brackets. */
    static Optional<Instant> of(String line) {
        int start = line.startsWith("[") ? 1 : 0;
        int end = start;
        while (end < line.length() && end - start < MAX_LENGTH && " ]\t\n".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        boolean isCandidate =
                end - start >= MIN_LENGTH && line.charAt(start + 4) == '-' && line.charAt(start + 10) == 'T';
        return isCandidate ? parsed(line.substring(start, end)) : Optional.empty();
    }

    private static Optional<Instant> parsed(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}
