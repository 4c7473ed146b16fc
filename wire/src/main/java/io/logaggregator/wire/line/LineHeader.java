package io.logaggregator.wire.line;

import io.logaggregator.core.observation.Level;
import io.logaggregator.wire.time.TimeContext;
import io.logaggregator.wire.time.TimeMatch;
import io.logaggregator.wire.time.Timestamps;
import java.util.Optional;

/**
 * Time and level in the front columns of a line. Front columns are times, numbers, bracketed parts, names with a digit, a dot or
 * the like, a single word before a separator, and separators. The first other word ends them, so that a word of the message is
 * no level.
 *
 * @param time the first time
 * @param level the first level
 */
public record LineHeader(Optional<TimeMatch> time, Optional<Level> level) {

    private static final int MAX_ACCESS_PREFIX = 512;

    /** Reads the header of a line without control sequences of a terminal. */
    public static LineHeader of(String text, TimeContext context) {
        Optional<TimeMatch> access = accessTime(text, context);
        return access.isPresent() ? new LineHeader(access, Optional.empty()) : new FrontColumns(text, context).read();
    }

    /**
     * The time of an access log, in brackets: in the common log format, or followed by a request in quotes. Its words, such as the
     * method {@code TRACE}, are no levels.
     */
    private static Optional<TimeMatch> accessTime(String text, TimeContext context) {
        int bracket = text.indexOf('[');
        if (bracket < 0
                || bracket > MAX_ACCESS_PREFIX
                || bracket + 1 == text.length()
                || !Character.isDigit(text.charAt(bracket + 1))) {
            return Optional.empty();
        }
        return Timestamps.at(text, bracket + 1, context)
                .filter(time ->
                        text.startsWith("] \"", time.end()) || isCommonLogFormat(text, bracket + 1, time.end()));
    }

    /** {@code 29/Nov/2026:15:42:51}. */
    private static boolean isCommonLogFormat(String text, int start, int end) {
        return text.startsWith("]", end)
                && text.indexOf('/', start) == start + 2
                && text.indexOf(':', start) == start + "29/Nov/2026".length();
    }
}
