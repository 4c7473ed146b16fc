package io.logaggregator.wire.otlp;

import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.wire.element.ElementVisitor;
import io.logaggregator.wire.element.Elements;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.metrics.ExponentialBuckets;
import io.logaggregator.wire.metrics.HostMetrics;
import io.logaggregator.wire.otlp.OtlpMetric.Type;
import io.logaggregator.wire.otlp.OtlpSource.Scope;
import io.logaggregator.wire.protobuf.ProtobufReader;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An export request in protobuf. Requests of logs, metrics and traces have the same outer structure, so each item is
 * recognized by its own fields.
 *
 * @see <a href="https://github.com/open-telemetry/opentelemetry-proto">opentelemetry-proto</a>
 */
final class OtlpProtobuf implements Elements {

    private static final String SPANS = "spans are not stored (expected: logs or metrics)";
    private static final int TRACE_ID_LENGTH = 16;
    private static final int SPAN_ID_LENGTH = 8;

    private final Bytes request;

    OtlpProtobuf(Bytes request) {
        this.request = request;
    }

    @Override
    public void visit(ElementVisitor visitor) {
        new Visit(visitor).request();
    }

    private static boolean isSpan(Bytes item) {
        int idLength = 0;
        boolean spanId = false;
        ProtobufReader field = new ProtobufReader(item);
        while (field.next()) {
            switch (field.field()) {
                case 1 -> idLength = field.isBytes() ? field.bytes().length() : 0;
                case 2 -> spanId = field.isBytes() && field.bytes().length() == SPAN_ID_LENGTH;
                case 7, 8 -> {
                    if (field.isFixed64()) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return idLength == TRACE_ID_LENGTH && spanId;
    }

    private static boolean isMetric(Bytes item) {
        ProtobufReader field = new ProtobufReader(item);
        while (field.next()) {
            if (field.field() == 1) {
                return field.isBytes();
            }
        }
        return false;
    }

    private static OtlpLogRecord logRecord(Bytes item) {
        OtlpLogRecord log = new OtlpLogRecord();
        OtlpValues values = new OtlpValues();
        ProtobufReader field = new ProtobufReader(item);
        while (field.next()) {
            switch (field.field()) {
                case 1 -> log.timeNanoseconds = field.number();
                case 2 -> log.severityNumber = field.number();
                case 3 -> log.severityText = field.text();
                case 5 -> log.body = values.read(field.bytes(), 0);
                case 6 -> values.readAttribute(field.bytes(), 0, log.attributes);
                case 9 -> log.traceId = hex(field.bytes());
                case 10 -> log.spanId = hex(field.bytes());
                case 11 -> log.observedNanoseconds = field.number();
                case 12 -> log.eventName = field.text();
                default -> {}
            }
        }
        return log;
    }

    /** Empty for an id that is absent, all zeros, or of an unreasonable length. */
    private static String hex(Bytes id) {
        byte[] bytes = Arrays.copyOfRange(id.array(), id.from(), id.to());
        boolean unknown = true;
        for (byte value : bytes) {
            unknown &= value == 0;
        }
        return unknown || bytes.length > TRACE_ID_LENGTH ? "" : HexFormat.of().formatHex(bytes);
    }

    private static Scope scope(Bytes bytes) {
        String name = "";
        String version = "";
        Map<String, Object> attributes = new LinkedHashMap<>();
        OtlpValues values = new OtlpValues();
        ProtobufReader field = new ProtobufReader(bytes);
        while (field.next()) {
            switch (field.field()) {
                case 1 -> name = field.text();
                case 2 -> version = field.text();
                case 3 -> values.readAttribute(field.bytes(), 0, attributes);
                default -> {}
            }
        }
        return new Scope(name, version, attributes);
    }

    private static Map<String, Object> resource(Bytes bytes) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        OtlpValues values = new OtlpValues();
        ProtobufReader field = new ProtobufReader(bytes);
        while (field.next()) {
            if (field.field() == 1) {
                values.readAttribute(field.bytes(), 0, attributes);
            }
        }
        return attributes;
    }

    private static OtlpPoint point(Bytes bytes, Type type) {
        OtlpPoint point = new OtlpPoint();
        OtlpValues values = new OtlpValues();
        ProtobufReader field = new ProtobufReader(bytes);
        while (field.next()) {
            if (field.field() == 3) {
                point.timeNanoseconds = field.number();
                continue;
            }
            switch (type) {
                case NUMBER -> number(field, values, point);
                case HISTOGRAM -> histogram(field, values, point);
                case EXPONENTIAL_HISTOGRAM -> exponentialHistogram(field, values, point);
                case SUMMARY -> summary(field, values, point);
            }
        }
        return point;
    }

    private static void number(ProtobufReader field, OtlpValues values, OtlpPoint point) {
        switch (field.field()) {
            case 2 -> point.startNanoseconds = field.number();
            case 4 -> point.value = field.real();
            case 6 -> point.value = field.number();
            case 7 -> values.readAttribute(field.bytes(), 0, point.attributes);
            case 8 -> point.flags = field.number();
            default -> {}
        }
    }

    private static void histogram(ProtobufReader field, OtlpValues values, OtlpPoint point) {
        switch (field.field()) {
            case 4 -> point.count = field.number();
            case 5 -> point.sum = field.real();
            case 6 -> field.fixed64s(point::addCount);
            case 7 -> field.fixed64s(bits -> point.addBound(Double.longBitsToDouble(bits)));
            case 9 -> values.readAttribute(field.bytes(), 0, point.attributes);
            case 10 -> point.flags = field.number();
            case 11 -> point.min = field.real();
            case 12 -> point.max = field.real();
            default -> {}
        }
    }

    private static void exponentialHistogram(ProtobufReader field, OtlpValues values, OtlpPoint point) {
        switch (field.field()) {
            case 1 -> values.readAttribute(field.bytes(), 0, point.attributes);
            case 4 -> point.count = field.number();
            case 5 -> point.sum = field.real();
            case 6 -> point.exponential().setScale(ProtobufReader.zigzag(field.number()));
            case 7 -> point.exponential().setZeros(field.number());
            case 8 -> buckets(field.bytes(), point.exponential()::addPositive);
            case 9 -> buckets(field.bytes(), point.exponential()::addNegative);
            case 10 -> point.flags = field.number();
            case 14 -> point.exponential().setZeroThreshold(field.real());
            case 12 -> point.min = field.real();
            case 13 -> point.max = field.real();
            default -> {}
        }
    }

    private static void buckets(Bytes bytes, ExponentialBuckets.Adder adder) {
        long offset = 0;
        ProtobufReader first = new ProtobufReader(bytes);
        while (first.next()) {
            offset = first.field() == 1 ? ProtobufReader.zigzag(first.number()) : offset;
        }
        long[] next = {offset};
        ProtobufReader counts = new ProtobufReader(bytes);
        while (counts.next()) {
            if (counts.field() == 2) {
                counts.varints(count -> adder.add(next[0]++, count));
            }
        }
    }

    private static void summary(ProtobufReader field, OtlpValues values, OtlpPoint point) {
        switch (field.field()) {
            case 4 -> point.count = field.number();
            case 5 -> point.sum = field.real();
            case 6 -> {
                double quantile = 0;
                double value = 0;
                ProtobufReader pair = new ProtobufReader(field.bytes());
                while (pair.next()) {
                    quantile = pair.field() == 1 ? pair.real() : quantile;
                    value = pair.field() == 2 ? pair.real() : value;
                }
                point.addQuantile(quantile, value);
            }
            case 7 -> values.readAttribute(field.bytes(), 0, point.attributes);
            case 8 -> point.flags = field.number();
            default -> {}
        }
    }

    /** One visit of all elements. */
    private final class Visit {

        private final ElementVisitor visitor;
        private final HostMetrics translated;
        private boolean spans;

        Visit(ElementVisitor visitor) {
            this.visitor = visitor;
            this.translated = HostMetrics.of(visitor);
        }

        void request() {
            boolean known = false;
            ProtobufReader field = new ProtobufReader(request);
            try {
                while (!visitor.isDone() && field.next()) {
                    if (field.field() == 1) {
                        Bytes resource = field.bytes();
                        known = true;
                        if (!visitor.isPast(resource)) {
                            resourceItems(resource);
                        }
                    }
                }
            } catch (InvalidElementException e) {
                visitor.reject(e.reason(), e.detail(), known ? field.rest() : request);
                known = true;
            }
            if (!known) {
                visitor.reject(
                        Reason.MALFORMED, "no resources (expected: an OTLP request of logs or metrics)", request);
            }
            translated.addTo(visitor, request.startingAt(request.to()));
        }

        /** Visits the fields of a message until the part is done. Rejects the rest of an invalid message. */
        private void fields(Bytes message, Consumer<ProtobufReader> visit) {
            ProtobufReader field = new ProtobufReader(message);
            try {
                while (!visitor.isDone() && field.next()) {
                    if (!field.isBytes() || !visitor.isPast(field.bytes())) {
                        visit.accept(field);
                    }
                }
            } catch (InvalidElementException e) {
                visitor.reject(e.reason(), e.detail(), field.rest());
            }
        }

        private void resourceItems(Bytes bytes) {
            Bytes resource;
            try {
                resource = first(bytes, 1);
            } catch (InvalidElementException e) {
                visitor.reject(e.reason(), e.detail(), bytes);
                return;
            }
            fields(bytes, field -> {
                if (field.field() == 2) {
                    scopeItems(field.bytes(), resource);
                }
            });
        }

        private void scopeItems(Bytes bytes, Bytes resource) {
            OtlpSource source;
            try {
                source = OtlpSource.of(resource(resource), scope(first(bytes, 1)));
            } catch (InvalidElementException e) {
                visitor.reject(e.reason(), e.detail(), bytes);
                return;
            }
            fields(bytes, field -> {
                if (field.field() == 2) {
                    item(field.bytes(), source);
                }
            });
        }

        private void item(Bytes item, OtlpSource source) {
            try {
                if (isSpan(item)) {
                    span(item);
                } else if (isMetric(item)) {
                    metric(item, source);
                } else {
                    visitor.add(item, result -> logRecord(item).addTo(result, source));
                }
            } catch (InvalidElementException e) {
                visitor.reject(e.reason(), e.detail(), item);
            }
        }

        /** Rejects the first span of a message and drops the others. */
        private void span(Bytes item) {
            boolean first = !spans;
            spans = true;
            visitor.add(item, result -> {
                if (first) {
                    result.reject(Reason.MALFORMED, SPANS, item);
                } else {
                    result.drop(1);
                }
            });
        }

        private void metric(Bytes item, OtlpSource source) {
            String name = name(item);
            Map<String, Object> metadata = OtlpMetric.isAlert(name) ? metadata(item) : Map.of();
            ProtobufReader field = new ProtobufReader(item);
            while (!visitor.isDone() && field.next()) {
                switch (field.field()) {
                    case 5 -> points(field.bytes(), OtlpMetric.gauge(name, metadata), source);
                    case 7 -> {
                        Bytes sum = field.bytes();
                        points(sum, OtlpMetric.sum(name, number(sum, 2), number(sum, 3) != 0), source);
                    }
                    case 9 -> histogram(field.bytes(), name, Type.HISTOGRAM, source);
                    case 10 -> histogram(field.bytes(), name, Type.EXPONENTIAL_HISTOGRAM, source);
                    case 11 -> points(field.bytes(), OtlpMetric.summary(name), source);
                    default -> {}
                }
            }
        }

        private static Map<String, Object> metadata(Bytes item) {
            Map<String, Object> metadata = new LinkedHashMap<>();
            OtlpValues values = new OtlpValues();
            ProtobufReader field = new ProtobufReader(item);
            while (field.next()) {
                if (field.field() == 12) {
                    values.readAttribute(field.bytes(), 0, metadata);
                }
            }
            return metadata;
        }

        private void histogram(Bytes data, String name, Type type, OtlpSource source) {
            points(data, OtlpMetric.histogram(name, type, number(data, 2)), source);
        }

        private void points(Bytes data, OtlpMetric metric, OtlpSource source) {
            fields(data, field -> {
                if (field.field() == 1) {
                    Bytes bytes = field.bytes();
                    visitor.add(bytes, result -> {
                        OtlpPoint point = point(bytes, metric.type());
                        point.addTo(result, metric, source);
                        if (metric.type() == Type.NUMBER && HostMetrics.isSource(metric.name())) {
                            translated.use(point.number(metric, source, result));
                        }
                    });
                }
            });
        }
    }

    /** The first nested message of a field; empty if there is none. */
    private static Bytes first(Bytes message, int number) {
        ProtobufReader field = new ProtobufReader(message);
        while (field.next()) {
            if (field.field() == number) {
                return field.bytes();
            }
        }
        return message.endingAt(message.from());
    }

    private static long number(Bytes message, int number) {
        ProtobufReader field = new ProtobufReader(message);
        long found = 0;
        while (field.next()) {
            found = field.field() == number ? field.number() : found;
        }
        return found;
    }

    private static String name(Bytes metric) {
        ProtobufReader field = new ProtobufReader(metric);
        @Nullable String name = null;
        while (field.next()) {
            name = field.field() == 1 ? field.text() : name;
        }
        if (name == null || name.isBlank()) {
            throw InvalidElementException.incomplete("metric without a name");
        }
        return name;
    }
}
