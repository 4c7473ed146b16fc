package io.logaggregator.wire.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.json.LogRecord;
import io.logaggregator.wire.line.AnsiText;
import io.logaggregator.wire.line.ContainerLine;
import io.logaggregator.wire.line.LineHeader;
import io.logaggregator.wire.line.SyslogLine;
import io.logaggregator.wire.time.TimeContext;
import io.logaggregator.wire.time.TimeMatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Decodes a log event that is text: syslog, a line of a container's log, logfmt, an access log, or any other line. The text
 * within a frame is read as a record again.
 */
public final class PlainLine {

    /** Frames within frames are removed to this depth. */
    private static final int MAX_DEPTH = 3;

    private static final String JSON_COOKIE = "@cee:";
    private static final int MIN_CRI_LENGTH = "2026-11-29T15:42:51Z stdout F".length();
    private static final int MAX_CRI_TIME = "2026-11-29T15:42:51.123456789+01:00".length();

    /** A time without a zone within a frame counts if it agrees with the time of the frame: its zone may be another one. */
    private static final Duration MAX_DIFFERENCE = Duration.ofMinutes(5);

    private PlainLine() {}

    /** Adds the event of a line, or of several lines that belong together; a record within it has these names. */
    public static void read(Bytes line, DecodeResultBuilder result, RecordNames names) {
        String text = AnsiText.strip(StorableText.of(line.text())).stripTrailing();
        read(text, result, names, 0);
    }

    /** Adds the event of a text that is a record, such as a JSON object, or a line, or several that belong together. */
    public static void readRecord(Bytes text, DecodeResultBuilder result) {
        readRecord(text.text(), result);
    }

    /** Adds the event of a text that is a record, such as a JSON object, or a line. */
    static void readRecord(String text, DecodeResultBuilder result) {
        readInner(AnsiText.strip(StorableText.of(text)).stripTrailing(), result, RecordNames.STANDARD, 0);
    }

    private static void read(String text, DecodeResultBuilder result, RecordNames names, int depth) {
        if (depth < MAX_DEPTH) {
            Optional<Framed> framed = framed(text, result.times());
            if (framed.isPresent()) {
                Framed inner = framed.get();
                String message = inner.text.isBlank() ? text : inner.text;
                result.within(inner.frame, () -> {
                    readInner(message, result, names, depth + 1);
                    return null;
                });
                return;
            }
        }
        Optional<JsonParser> pairs = Logfmt.parser(text, names);
        if (pairs.isEmpty() || !readAsObject(pairs.get(), text, result, names)) {
            readLine(text, result);
        }
    }

    private static void readInner(String text, DecodeResultBuilder result, RecordNames names, int depth) {
        int start = text.startsWith(JSON_COOKIE) ? JSON_COOKIE.length() : 0;
        String json = text.substring(start).stripLeading();
        boolean isObject = json.startsWith("{") && readAsObject(Json.parser(json), text, result, names);
        if (!isObject) {
            read(text, result, names, depth);
        }
    }

    /** Adds the event of an object, with the line as message if it has none; false if it is no object. */
    private static boolean readAsObject(JsonParser parser, String line, DecodeResultBuilder result, RecordNames names) {
        LogRecord fallback = new LogRecord(null, null, null, line, LogTexts.EMPTY, List.of(), JsonObject.EMPTY);
        return result.within(fallback, () -> LogFields.readObject(parser, result, names));
    }

    private static void readLine(String text, DecodeResultBuilder result) {
        LineHeader header = LineHeader.of(text, result.times());
        LogRecord frame = result.frame();
        result.add(new LogRecord(
                time(header.time(), frame.time()),
                null,
                frame.level() == null ? header.level().orElse(null) : frame.level(),
                text,
                LogTexts.EMPTY,
                List.of(),
                JsonObject.EMPTY));
    }

    private static @Nullable Instant time(Optional<TimeMatch> found, @Nullable Instant ofFrame) {
        return found.filter(match -> ofFrame == null
                        || match.zoned()
                        || Duration.between(match.instant(), ofFrame).abs().compareTo(MAX_DIFFERENCE) < 0)
                .map(TimeMatch::instant)
                .orElse(null);
    }

    /** A record in a frame. */
    private record Framed(LogRecord frame, String text) {}

    private static Optional<Framed> framed(String text, TimeContext times) {
        if (isCri(text)) {
            Optional<ContainerLine> line = ContainerLine.parse(text.getBytes(UTF_8));
            if (line.isPresent()) {
                return line.map(container -> new Framed(frame(container), new String(container.text(), UTF_8)));
            }
        }
        return SyslogLine.parse(text, times).map(syslog -> new Framed(syslog.frame(), syslog.text()));
    }

    private static boolean isCri(String text) {
        if (text.length() < MIN_CRI_LENGTH || text.charAt(4) != '-' || text.charAt(10) != 'T') {
            return false;
        }
        int space = text.indexOf(' ', 10, Math.min(MAX_CRI_TIME + 1, text.length()));
        return space > 0 && text.startsWith("std", space + 1);
    }

    private static LogRecord frame(ContainerLine line) {
        JsonObject stream = JsonObject.EMPTY.with("stream", line.stream());
        return new LogRecord(line.time(), null, null, null, LogTexts.EMPTY, List.of(), stream);
    }
}
