package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.wire.log.LogMessage;
import io.logaggregator.wire.log.LogMessageEncoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Converts lines to messages. A line that is a log message in JSON is sent with missing fields added; any other line becomes
 * the text of a log message, with the timestamp in the line or else the time of reading. Thread-safe.
 */
final class LineMessages {

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
                LineTime.of(text).orElse(readAt),
                host,
                LogMessageEncoder.levelIn(text),
                text,
                name,
                "",
                "",
                "",
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
}
