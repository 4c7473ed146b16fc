package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.agent.lines.LogLine;
import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.log.ContainerLine;
import io.logaggregator.wire.log.LogMessage;
import io.logaggregator.wire.log.LogMessageEncoder;
import io.logaggregator.wire.time.TimeContext;
import io.logaggregator.wire.time.Timestamps;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Converts lines to messages. The decoder of the server reads the line, so that JSON and text in a file mean the same as in a
 * message. JSON without usable log events is text. Where the event has no timestamp, it gets that of the container's log, or at
 * the start of the line, or the time of reading. Thread-safe.
 */
final class LineMessages {

    private static final Partition NO_PARTITION = new Partition("", "", 0);
    private static final int MIN_TIMESTAMP_LENGTH = "2026-11-23T12:00Z".length();
    private static final int MAX_TIMESTAMP_LENGTH = "2026-11-23T12:00:00.123456789 +01:00".length();

    private final String host;
    private final byte[] key;
    private final String topic;
    private final Optional<String> application;
    private final LogMessageEncoder encoder = new LogMessageEncoder();

    LineMessages(String host, String topic, Optional<String> application) {
        this.host = host;
        this.key = host.getBytes(UTF_8);
        this.topic = topic;
        this.application = application;
    }

    /** The messages of a line, usually one; several if it is a JSON array. */
    List<OutgoingMessage> of(LogLine line, Path file, Instant readAt) {
        Instant time = line.frame()
                .map(ContainerLine::time)
                .or(() -> timestamp(line.text()))
                .orElse(readAt);
        Decoded decoded =
                WireFormat.LOG.decoder().decode(new Message(NO_PARTITION, 0, time, readAt, key, line.bytes()));
        boolean isUsable =
                decoded.rejections().isEmpty() && !decoded.observations().isEmpty();
        Stream<LogMessage> messages = isUsable
                ? decoded.observations().stream().map(event -> message((LogEvent) event, line, file))
                : Stream.of(text(time, line, file));
        return messages.map(message -> new OutgoingMessage(topic, key, encoder.encode(message)))
                .toList();
    }

    private LogMessage message(LogEvent event, LogLine line, Path file) {
        return new LogMessage(
                event.observedAt(),
                event.host(),
                Optional.of(event.level()),
                event.message(),
                completed(event.texts(), file),
                line.truncated()
                        ? Stream.concat(event.tags().stream(), Stream.of("truncated"))
                                .toList()
                        : event.tags(),
                attributes(event.attributes(), line, file));
    }

    private LogMessage text(Instant time, LogLine line, Path file) {
        return new LogMessage(
                time,
                host,
                LogMessageEncoder.levelIn(line.text()),
                line.text(),
                completed(LogTexts.EMPTY, file),
                line.truncated() ? List.of("truncated") : List.of(),
                attributes(JsonObject.EMPTY, line, file));
    }

    private static JsonObject attributes(JsonObject own, LogLine line, Path file) {
        String path = file.toString().replace('\\', '/');
        boolean needsNoEscaping = path.chars().allMatch(c -> c >= ' ' && c != '"' && !Character.isSurrogate((char) c));
        JsonObject withStream =
                line.frame().map(frame -> own.with("stream", frame.stream())).orElse(own);
        return needsNoEscaping ? withStream.with("log.file.path", path) : withStream;
    }

    private LogTexts completed(LogTexts texts, Path file) {
        return texts.orElse(
                field -> field == LogField.Text.APPLICATION ? application.orElseGet(() -> baseName(file)) : "");
    }

    /** {@code shop} for {@code shop.log} and for {@code shop.log.1}. */
    static String baseName(Path file) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.', 1);
        return dot < 0 ? name : name.substring(0, dot);
    }

    /**
     * The timestamp at the start of a line such as {@code 2026-11-23T12:00:00.123Z INFO …}, also in brackets, or with spaces
     * instead of {@code T} and before the UTC offset. Without an offset it would be ambiguous, and is ignored.
     */
    private static Optional<Instant> timestamp(String line) {
        int start = line.startsWith("[") ? 1 : 0;
        if (line.length() < start + MIN_TIMESTAMP_LENGTH
                || line.charAt(start + 4) != '-'
                || line.charAt(start + 7) != '-'
                || "T ".indexOf(line.charAt(start + 10)) < 0) {
            return Optional.empty();
        }
        int end = endOfToken(line, start + 11);
        String time = line.substring(start, end);
        int offset = endOfToken(line, end + 1);
        String zone = offset > end + 1 && line.charAt(end) == ' ' ? line.substring(end + 1, offset) : "";
        if (zone.equals("UTC") || zone.equals("GMT") || zone.equals("Z")) {
            time += "Z";
        } else if (zone.length() >= 3 && "+-".indexOf(zone.charAt(0)) >= 0) {
            time += zone;
        }
        return hasOffset(time) && time.length() <= MAX_TIMESTAMP_LENGTH
                ? Timestamps.parse(time, new TimeContext(ZoneOffset.UTC, Instant.EPOCH))
                : Optional.empty();
    }

    private static boolean hasOffset(String time) {
        return time.endsWith("Z") || time.indexOf('+', 11) > 0 || time.indexOf('-', 11) > 0;
    }

    private static int endOfToken(String line, int start) {
        int end = Math.min(start, line.length());
        while (end < line.length() && end - start < MAX_TIMESTAMP_LENGTH && " ]\t\n".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
