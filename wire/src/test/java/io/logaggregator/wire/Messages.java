package io.logaggregator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages to decode, and accessors of the results. */
public final class Messages {

    public static final Partition PARTITION = new Partition("topic", "topic-id", 3);
    public static final long OFFSET = 42;
    public static final Instant QUEUED_AT = Instant.parse("2026-11-23T20:16:00Z");
    public static final Instant RECEIVED_AT = Instant.parse("2026-11-23T20:16:01Z");

    private Messages() {}

    public static Message message(String value) {
        return message(value.getBytes(UTF_8));
    }

    public static Message message(byte @Nullable [] value) {
        return message(null, value);
    }

    public static Message message(byte @Nullable [] key, byte @Nullable [] value) {
        return new Message(PARTITION, OFFSET, QUEUED_AT, RECEIVED_AT, key, value, null, null, 0);
    }

    public static byte[] sample(String name) {
        try (InputStream sample = Messages.class.getResourceAsStream(name)) {
            if (sample == null) {
                throw new IllegalArgumentException("name: " + name + " (expected: a sample message)");
            }
            return sample.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The formats of JSON objects. */
    static List<WireFormat> jsonFormats() {
        return List.of(WireFormat.AGENT, WireFormat.LOG, WireFormat.AUTO);
    }

    /** The formats of JSON objects that also accept plain lines. */
    static List<WireFormat> lineFormats() {
        return List.of(WireFormat.LOG, WireFormat.AUTO);
    }

    static Decoded decode(WireFormat format, String value) {
        return format.decoder().decode(message(value));
    }

    static Decoded decode(WireFormat format, byte[] value) {
        return format.decoder().decode(message(value));
    }

    public static List<LogEvent> events(Decoded decoded) {
        return decoded.observations().stream()
                .filter(LogEvent.class::isInstance)
                .map(LogEvent.class::cast)
                .toList();
    }

    public static List<MetricSample> samples(Decoded decoded) {
        return decoded.observations().stream()
                .filter(MetricSample.class::isInstance)
                .map(MetricSample.class::cast)
                .toList();
    }

    static List<ProcessSnapshot> snapshots(Decoded decoded) {
        return decoded.observations().stream()
                .filter(ProcessSnapshot.class::isInstance)
                .map(ProcessSnapshot.class::cast)
                .toList();
    }

    public static List<Rejection.Reason> reasons(Decoded decoded) {
        return decoded.rejections().stream().map(Rejection::reason).toList();
    }

    /** The values of the rejections, as text. */
    public static List<String> rejected(Decoded decoded) {
        return decoded.rejections().stream()
                .map(rejection -> new String(rejection.value(), UTF_8))
                .toList();
    }
}
