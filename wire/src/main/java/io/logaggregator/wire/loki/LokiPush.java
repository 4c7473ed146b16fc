package io.logaggregator.wire.loki;

import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.wire.element.ElementVisitor;
import io.logaggregator.wire.element.Elements;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.protobuf.ProtobufBody;
import io.logaggregator.wire.protobuf.ProtobufReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A push request in JSON, or in protobuf with or without snappy. An element is a line; one that is JSON or has a usual layout
 * is read as a log record.
 *
 * @see <a href="https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs">Loki, ingest logs</a>
 */
public final class LokiPush implements Elements {

    private final Bytes request;

    private LokiPush(Bytes request) {
        this.request = request;
    }

    /** The elements of a message. */
    public static Elements of(Bytes value) {
        Bytes text = value.withoutByteOrderMark().strip();
        if (text.startsWith('{')) {
            Bytes inside = text.startingAt(text.from() + 1).strip();
            if (inside.startsWith('"') || inside.startsWith('}')) {
                return new LokiJson(text);
            }
        }
        return new LokiPush(ProtobufBody.of(value, 1));
    }

    @Override
    public void visit(ElementVisitor visitor) {
        ProtobufReader field = new ProtobufReader(request);
        boolean known = false;
        try {
            while (!visitor.isDone() && field.next()) {
                if (field.field() == 1) {
                    Bytes stream = field.bytes();
                    known = true;
                    if (!visitor.isPast(stream)) {
                        stream(stream, visitor);
                    }
                }
            }
        } catch (InvalidElementException e) {
            visitor.reject(e.reason(), e.detail(), known ? field.rest() : request);
            known = true;
        }
        if (!known) {
            visitor.reject(Reason.MALFORMED, "no streams (expected: a push request of Loki)", request);
        }
    }

    private static void stream(Bytes stream, ElementVisitor visitor) {
        ProtobufReader field = new ProtobufReader(stream);
        try {
            LokiLabels labels = LokiLabels.ofStream(LabelText.parse(labels(stream)));
            while (!visitor.isDone() && field.next()) {
                if (field.field() == 2) {
                    Bytes entry = field.bytes();
                    visitor.add(entry, result -> entry(entry).addTo(result, labels));
                }
            }
        } catch (InvalidElementException e) {
            visitor.reject(e.reason(), e.detail(), field.rest());
        }
    }

    private static String labels(Bytes stream) {
        ProtobufReader field = new ProtobufReader(stream);
        String labels = "";
        while (field.next()) {
            labels = field.field() == 1 ? field.text() : labels;
        }
        return labels;
    }

    private static LokiEntry entry(Bytes entry) {
        @Nullable Instant time = null;
        String line = "";
        Map<String, String> metadata = new LinkedHashMap<>();
        ProtobufReader field = new ProtobufReader(entry);
        while (field.next()) {
            switch (field.field()) {
                case 1 -> time = time(field.bytes());
                case 2 -> line = field.text();
                case 3 -> pair(field.bytes(), metadata);
                default -> {}
            }
        }
        return new LokiEntry(time, line, metadata);
    }

    private static void pair(Bytes pair, Map<String, String> metadata) {
        String name = "";
        String value = "";
        ProtobufReader field = new ProtobufReader(pair);
        while (field.next()) {
            name = field.field() == 1 ? field.text() : name;
            value = field.field() == 2 ? field.text() : value;
        }
        LokiLabels.put(metadata, name, value);
    }

    /** A {@code google.protobuf.Timestamp}. */
    private static Instant time(Bytes timestamp) {
        long seconds = 0;
        long nanoseconds = 0;
        ProtobufReader field = new ProtobufReader(timestamp);
        while (field.next()) {
            seconds = field.field() == 1 ? field.number() : seconds;
            nanoseconds = field.field() == 2 ? field.number() : nanoseconds;
        }
        try {
            return Instant.ofEpochSecond(seconds, nanoseconds);
        } catch (DateTimeException | ArithmeticException e) {
            throw InvalidElementException.malformed("time: " + seconds + " s (expected: seconds since 1970)");
        }
    }
}
