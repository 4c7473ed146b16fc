package io.logaggregator.wire.log;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.LogRecord;
import java.util.List;
import java.util.Optional;

/** Decodes a log event that is plain text. */
public final class PlainLine {

    /** The level is near the start, after time, thread and process; further on it is part of the message. */
    private static final int MAX_LEVEL_POSITION = 128;

    private PlainLine() {}

    public static void read(Bytes line, DecodeResultBuilder result) {
        String text = StorableText.of(line.text()).stripTrailing();
        result.add(
                new LogRecord(null, null, level(text).orElse(null), text, LogTexts.EMPTY, List.of(), JsonObject.EMPTY));
    }

    /** The level in a line: a word in capitals, in brackets, or after {@code level=}. */
    static Optional<Level> level(String line) {
        int end = Math.min(line.length(), MAX_LEVEL_POSITION);
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
