package io.logaggregator.wire;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import java.util.List;
import java.util.Optional;

/** A log line that is just text. */
final class PlainLine {

    /** A level stands near the beginning, behind time, thread and process; further on it is a word of the message. */
    private static final int WHERE_LEVELS_ARE = 128;

    private PlainLine() {}

    static LogEvent read(Bytes line, DecodeResultBuilder findings) {
        String text = Text.clean(line.text()).stripTrailing();
        return new LogEvent(
                findings.nextId(findings.message().timestamp()),
                findings.message().timestamp(),
                findings.message().receivedAt(),
                findings.hostOfKey(),
                level(text).orElse(Level.INFO),
                text,
                "",
                "",
                "",
                "",
                List.of(),
                JsonObject.EMPTY);
    }

    /** The level the line shows: a word in capitals, within brackets, or behind {@code level=}. */
    static Optional<Level> level(String line) {
        int end = Math.min(line.length(), WHERE_LEVELS_ARE);
        for (int start = 0; start < end; start++) {
            int wordEnd = endOfWord(line, start, end);
            if (wordEnd > start) {
                Optional<Level> level =
                        isMarked(line, start, wordEnd) ? Level.named(line.substring(start, wordEnd)) : Optional.empty();
                if (level.isPresent()) {
                    return level;
                }
                start = wordEnd;
            }
        }
        return Optional.empty();
    }

    private static int endOfWord(String line, int start, int limit) {
        int end = start;
        while (end < limit && Character.isLetterOrDigit(line.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isMarked(String line, int start, int end) {
        boolean bracketed =
                start > 0 && line.charAt(start - 1) == '[' && end < line.length() && line.charAt(end) == ']';
        int field = line.charAt(Math.max(0, start - 1)) == '"' ? start - 1 : start;
        return bracketed || line.startsWith("level=", field - 6) || isUpperCase(line, start, end);
    }

    private static boolean isUpperCase(String line, int start, int end) {
        for (int i = start; i < end; i++) {
            if (line.charAt(i) < 'A' || line.charAt(i) > 'Z') {
                return false;
            }
        }
        return true;
    }
}
