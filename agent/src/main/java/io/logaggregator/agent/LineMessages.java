package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.agent.lines.LogLine;
import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.line.ContainerLine;
import io.logaggregator.wire.log.LogMessage;
import io.logaggregator.wire.log.LogMessageEncoder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Converts lines to messages. The decoder of the server reads the line, so that JSON and text in a file mean the same as in a
 * message. JSON without usable log events is text. Where the event has no timestamp, it gets that of the container's log, or the
 * time of reading. Thread-safe.
 */
final class LineMessages {

    private static final Partition NO_PARTITION = new Partition("", "", 0);

    private final Decoder records;
    private final Decoder lines;
    private final String host;
    private final byte[] key;
    private final String topic;
    private final Optional<String> application;
    private final LogMessageEncoder encoder = new LogMessageEncoder();
    private volatile Source lastSource = new Source(Path.of(""), "", Map.of());

    /** What a file states about its lines. */
    private record Source(Path file, String application, Map<String, String> attributes) {

        static Source of(Path file) {
            String path = file.toString().replace('\\', '/');
            boolean needsNoEscaping =
                    path.chars().allMatch(c -> c >= ' ' && c != '"' && !Character.isSurrogate((char) c));
            Map<String, String> attributes = new LinkedHashMap<>();
            Optional<ContainerFile> container = ContainerFile.of(file);
            container.ifPresent(of -> attributes.putAll(of.attributes()));
            if (needsNoEscaping) {
                attributes.put("log.file.path", path);
            }
            return new Source(file, container.map(ContainerFile::name).orElseGet(() -> baseName(file)), attributes);
        }
    }

    /** @param zone of times without one */
    LineMessages(String host, String topic, Optional<String> application, ZoneId zone) {
        this.records = WireFormat.LOG.decoder(zone);
        this.lines = WireFormat.TEXT.decoder(zone);
        this.host = host;
        this.key = host.getBytes(UTF_8);
        this.topic = topic;
        this.application = application;
    }

    /** The messages of a line, usually one; several if it is a JSON array. */
    List<OutgoingMessage> of(LogLine line, Path file, Instant readAt) {
        byte[] value = line.frame().map(frame -> frame.cri(line.bytes())).orElse(line.bytes());
        Message message = Message.unqueued(NO_PARTITION, readAt, key, value, null);
        List<Observation> events = usable(records.decode(message))
                .or(() -> usable(lines.decode(message)))
                .orElseGet(() -> List.of(binary(line, readAt)));
        return events.stream()
                .map(event -> message((LogEvent) event, line, file))
                .map(sent -> new OutgoingMessage(topic, key, encoder.encode(sent)))
                .toList();
    }

    private static Optional<List<Observation>> usable(Decoded decoded) {
        return decoded.rejections().isEmpty() && !decoded.observations().isEmpty()
                ? Optional.of(decoded.observations())
                : Optional.empty();
    }

    private LogEvent binary(LogLine line, Instant readAt) {
        return new LogEvent(
                EventId.of(0, 0, 0, readAt),
                line.frame().map(ContainerLine::time).orElse(readAt),
                readAt,
                host,
                Level.INFO,
                line.text(),
                LogTexts.EMPTY,
                List.of(),
                JsonObject.EMPTY);
    }

    private LogMessage message(LogEvent event, LogLine line, Path file) {
        return new LogMessage(
                event.observedAt(),
                event.host(),
                Optional.of(event.level()),
                event.message(),
                completed(event.texts(), source(file)),
                line.truncated()
                        ? Stream.concat(event.tags().stream(), Stream.of("truncated"))
                                .toList()
                        : event.tags(),
                attributes(event.attributes(), source(file)));
    }

    private Source source(Path file) {
        Source known = lastSource;
        if (known.file().equals(file)) {
            return known;
        }
        Source source = Source.of(file);
        lastSource = source;
        return source;
    }

    private static JsonObject attributes(JsonObject own, Source source) {
        JsonObject all = own;
        for (Map.Entry<String, String> attribute : source.attributes().entrySet()) {
            all = all.with(attribute.getKey(), attribute.getValue());
        }
        return all;
    }

    private LogTexts completed(LogTexts texts, Source source) {
        return texts.orElse(
                field -> field == LogField.Text.APPLICATION ? application.orElse(source.application()) : "");
    }

    /** {@code shop} for {@code shop.log} and for {@code shop.log.1}. */
    static String baseName(Path file) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.', 1);
        return dot < 0 ? name : name.substring(0, dot);
    }
}
