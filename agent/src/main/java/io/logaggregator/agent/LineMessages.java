package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.wire.log.LogMessage;
import io.logaggregator.wire.log.LogMessageEncoder;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Converts lines to messages. A line that is a log message in JSON is sent with missing fields added; any other line becomes
 * the text of a log message, with the timestamp in the line or else the time of reading. Thread-safe.
 */
final class LineMessages {

    private static final int MIN_TIMESTAMP_LENGTH = "2026-11-23T12:00Z".length();
    private static final int MAX_TIMESTAMP_LENGTH = "2026-11-23T12:00:00.123456789+01:00".length();

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

    OutgoingMessage of(LogLine line, Path file, Instant readAt) {
        String name = application.orElseGet(() -> baseName(file));
        byte[] value = encoder.complete(line.bytes(), host, name).orElseGet(() -> plain(line, file, name, readAt));
        return new OutgoingMessage(topic, key, value);
    }

    private byte[] plain(LogLine line, Path file, String name, Instant readAt) {
        String text = line.text();
        return encoder.encode(new LogMessage(
                timestamp(text).orElse(readAt),
                host,
                LogMessageEncoder.levelIn(text),
                text,
                LogTexts.of("", name),
                line.truncated() ? List.of("truncated") : List.of(),
                attributes(file)));
    }

    private static JsonObject attributes(Path file) {
        String path = file.toString().replace('\\', '/');
        boolean needsNoEscaping = path.chars().allMatch(c -> c >= ' ' && c != '"' && !Character.isSurrogate((char) c));
        return needsNoEscaping ? JsonObject.EMPTY.with("log.file.path", path) : JsonObject.EMPTY;
    }

    /** {@code shop} for {@code shop.log} and for {@code shop.log.1}. */
    static String baseName(Path file) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.', 1);
        return dot < 0 ? name : name.substring(0, dot);
    }

    /**
     * The timestamp at the start of a line such as {@code 2026-11-23T12:00:00.123Z INFO …}, also in brackets. Without a UTC
     * offset it would be ambiguous, and is ignored.
     */
    private static Optional<Instant> timestamp(String line) {
        int start = line.startsWith("[") ? 1 : 0;
        int end = start;
        while (end < line.length() && end - start < MAX_TIMESTAMP_LENGTH && " ]\t\n".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        boolean isCandidate =
                end - start >= MIN_TIMESTAMP_LENGTH && line.charAt(start + 4) == '-' && line.charAt(start + 10) == 'T';
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
