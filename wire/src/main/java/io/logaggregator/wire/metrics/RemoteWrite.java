package io.logaggregator.wire.metrics;

import static io.logaggregator.wire.json.InvalidElementException.malformed;
import static io.logaggregator.wire.json.InvalidElementException.tooLarge;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.wire.element.ElementVisitor;
import io.logaggregator.wire.element.Elements;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.Text;
import io.logaggregator.wire.protobuf.ProtobufBody;
import io.logaggregator.wire.protobuf.ProtobufReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A remote write request of Prometheus, version 1.0 or 2.0, with or without snappy. An element is a sample or a native
 * histogram. Requests of metadata only have no elements.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/">Prometheus, remote write 2.0</a>
 */
public final class RemoteWrite implements Elements {

    private static final int SERIES_1 = 1;
    private static final int METADATA_1 = 3;
    private static final int SYMBOLS = 4;
    private static final int SERIES_2 = 5;

    private static final int MAX_SYMBOLS = 200_000;
    private static final int MAX_LABELS = 200;

    /** The value that marks the end of a series. */
    private static final long STALE = 0x7FF0_0000_0000_0002L;

    private final Bytes request;

    private RemoteWrite(Bytes request) {
        this.request = request;
    }

    /** The elements of a message. */
    public static Elements of(Bytes value) {
        return new RemoteWrite(ProtobufBody.of(value, SERIES_1, METADATA_1, SYMBOLS, SERIES_2));
    }

    @Override
    public void visit(ElementVisitor visitor) {
        new Visit(visitor).request();
    }

    /** The kind that follows from a name, by the conventions of Prometheus. */
    public static Kind kindOf(String metric) {
        return metric.endsWith("_total")
                        || metric.endsWith("_bucket")
                        || metric.endsWith("_count")
                        || metric.endsWith("_sum")
                ? Kind.CUMULATIVE
                : Kind.GAUGE;
    }

    /** The type of a family in metadata. */
    private static Kind kindOf(long type, String metric) {
        return switch ((int) type) {
            case 1 -> Kind.CUMULATIVE;
            case 2, 4, 6, 7 -> Kind.GAUGE;
            default -> kindOf(metric);
        };
    }

    /**
     * The labels of a series, mapped to host, metric and attributes.
     *
     * @param host empty if unknown
     */
    private record Series(String host, String metric, Kind kind, SortedMap<String, String> attributes) {

        private static final List<String> HOSTS = List.of("instance", "host", "node", "hostname");

        static Series of(SortedMap<String, String> labels, Kind kind) {
            String metric = labels.getOrDefault("__name__", "");
            SortedMap<String, String> attributes = new TreeMap<>(labels);
            attributes.remove("__name__");
            for (String name : HOSTS) {
                String value = labels.getOrDefault(name, "");
                String host = withoutPort(value);
                if (Text.label(host).isPresent()) {
                    if (host.equals(value)) {
                        attributes.remove(name);
                    } // the port distinguishes the processes of a host
                    return new Series(host.strip(), metric, kind, attributes);
                }
            }
            return new Series("", metric, kind, attributes);
        }

        Series with(String attribute, String value) {
            SortedMap<String, String> more = new TreeMap<>(attributes);
            more.put(attribute, value);
            return new Series(host, metric, kind, more);
        }

        private static String withoutPort(String instance) {
            int colon = instance.lastIndexOf(':');
            boolean port = colon > 0
                    && colon < instance.length() - 1
                    && instance.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9');
            boolean address = instance.startsWith("[") || instance.indexOf(':') == colon;
            String host = port && address ? instance.substring(0, colon) : instance;
            return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        }

        Point point(String suffix, double value, long milliseconds, Kind pointKind, DecodeResultBuilder result) {
            Instant at = milliseconds <= 0 ? result.message().timestamp() : Instant.ofEpochMilli(milliseconds);
            String known = host.isEmpty() ? result.hostOfKey() : host;
            return new Point(known, metric + suffix, value, at, pointKind, attributes);
        }
    }

    /** One visit of all elements. */
    private final class Visit {

        private final ElementVisitor visitor;
        private final HostMetrics translated;
        private final List<Bytes> symbols = new ArrayList<>();
        private final Map<String, Kind> families = new HashMap<>();

        Visit(ElementVisitor visitor) {
            this.visitor = visitor;
            this.translated = HostMetrics.of(visitor);
        }

        void request() {
            boolean known = readTables();
            ProtobufReader field = new ProtobufReader(request);
            try {
                while (!visitor.isDone() && field.next()) {
                    boolean series = field.field() == SERIES_1 || field.field() == SERIES_2;
                    if (series && !visitor.isPast(field.bytes())) {
                        series(field.bytes(), field.field() == SERIES_2);
                    }
                }
            } catch (InvalidElementException e) {
                visitor.reject(e.reason(), e.detail(), known ? field.rest() : request);
                known = true;
            }
            if (!known) {
                visitor.reject(Reason.MALFORMED, "no time series (expected: a remote write request)", request);
            }
            translated.addTo(visitor, request.startingAt(request.to()));
        }

        /** Reads symbols and metadata; false if the request has no known field. */
        private boolean readTables() {
            boolean known = false;
            ProtobufReader field = new ProtobufReader(request);
            try {
                while (field.next()) {
                    switch (field.field()) {
                        case SYMBOLS -> {
                            symbols.add(field.bytes());
                            if (symbols.size() > MAX_SYMBOLS) {
                                throw tooLarge("more than " + MAX_SYMBOLS + " symbols");
                            }
                            known = true;
                        }
                        case METADATA_1 -> {
                            metadata(field.bytes());
                            known = true;
                        }
                        case SERIES_1, SERIES_2 -> known |= field.isBytes();
                        default -> {}
                    }
                }
            } catch (InvalidElementException rejectedLater) {
                if (rejectedLater.reason() == Reason.TOO_LARGE) {
                    throw rejectedLater;
                }
            }
            return known;
        }

        private void metadata(Bytes metadata) {
            long type = 0;
            String family = "";
            ProtobufReader field = new ProtobufReader(metadata);
            while (field.next()) {
                type = field.field() == 1 ? field.number() : type;
                family = field.field() == 2 ? field.text() : family;
            }
            if ((type == 1 || type == 2) && families.size() < MAX_SYMBOLS) {
                families.put(family, kindOf(type, family));
            }
        }

        private void series(Bytes bytes, boolean second) {
            try {
                Series series = second ? second(bytes) : first(bytes);
                ProtobufReader field = new ProtobufReader(bytes);
                while (!visitor.isDone() && field.next()) {
                    int histograms = second ? 3 : 4;
                    if (field.field() == 2) {
                        sample(field.bytes(), series);
                    } else if (field.field() == histograms) {
                        Bytes histogram = field.bytes();
                        visitor.add(histogram, result -> histogram(histogram, series, result));
                    }
                }
            } catch (InvalidElementException e) {
                visitor.reject(e.reason(), e.detail(), bytes);
            }
        }

        private Series first(Bytes bytes) {
            SortedMap<String, String> labels = new TreeMap<>();
            ProtobufReader field = new ProtobufReader(bytes);
            while (field.next()) {
                if (field.field() == 1) {
                    String name = "";
                    String value = "";
                    ProtobufReader pair = new ProtobufReader(field.bytes());
                    while (pair.next()) {
                        name = pair.field() == 1 ? pair.text() : name;
                        value = pair.field() == 2 ? pair.text() : value;
                    }
                    put(labels, name, value);
                }
            }
            String metric = labels.getOrDefault("__name__", "");
            Kind kind = families.get(metric);
            return Series.of(labels, kind == null ? kindOf(metric) : kind);
        }

        private Series second(Bytes bytes) {
            List<Integer> references = new ArrayList<>();
            long[] type = {0};
            ProtobufReader field = new ProtobufReader(bytes);
            while (field.next()) {
                switch (field.field()) {
                    case 1 ->
                        field.varints(reference -> {
                            if (references.size() >= 2 * MAX_LABELS) {
                                throw tooLarge("series with more than " + MAX_LABELS + " labels");
                            }
                            references.add(Math.clamp(reference, -1, Integer.MAX_VALUE));
                        });
                    case 5 -> {
                        ProtobufReader metadata = new ProtobufReader(field.bytes());
                        while (metadata.next()) {
                            type[0] = metadata.field() == 1 ? metadata.number() : type[0];
                        }
                    }
                    default -> {}
                }
            }
            SortedMap<String, String> labels = new TreeMap<>();
            for (int i = 0; i + 1 < references.size(); i += 2) {
                put(labels, symbol(references.get(i)), symbol(references.get(i + 1)));
            }
            return Series.of(labels, kindOf(type[0], labels.getOrDefault("__name__", "")));
        }

        private String symbol(int reference) {
            if (reference < 0 || reference >= symbols.size()) {
                throw malformed("symbol " + reference + " (expected: one of " + symbols.size() + ')');
            }
            Bytes symbol = symbols.get(reference);
            if (symbol.length() > 4_096) {
                throw tooLarge("label of " + symbol.length() + " bytes (expected: at most 4096)");
            }
            return StorableText.of(symbol.text());
        }

        private static void put(SortedMap<String, String> labels, String name, String value) {
            if (!value.isEmpty()) { // an empty label is as none
                labels.put(name, value);
            }
            if (labels.size() > MAX_LABELS) {
                throw tooLarge("series with more than " + MAX_LABELS + " labels");
            }
        }

        private void sample(Bytes bytes, Series series) {
            visitor.add(bytes, result -> {
                Point point = point(bytes, series, result);
                if (Double.doubleToRawLongBits(point.value()) != STALE) {
                    point.addTo(result);
                    result.expand(series.attributes().toString().length());
                    translated.use(point);
                }
            });
        }

        private static Point point(Bytes bytes, Series series, DecodeResultBuilder result) {
            double value = 0;
            long time = 0;
            ProtobufReader field = new ProtobufReader(bytes);
            while (field.next()) {
                value = field.field() == 1 ? field.real() : value;
                time = field.field() == 2 ? field.number() : time;
            }
            return series.point("", value, time, series.kind(), result);
        }

        /** A native histogram. */
        private static void histogram(Bytes bytes, Series series, DecodeResultBuilder result) {
            double count = 0;
            double sum = 0;
            long time = 0;
            NativeBuckets buckets = new NativeBuckets();
            ProtobufReader field = new ProtobufReader(bytes);
            while (field.next()) {
                switch (field.field()) {
                    case 1 -> count = field.number();
                    case 2 -> count = field.real();
                    case 3 -> sum = field.real();
                    case 15 -> time = field.number();
                    default -> buckets.read(field);
                }
            }
            if (Double.doubleToRawLongBits(sum) != STALE) {
                Point counted = series.point("_count", count, time, Kind.CUMULATIVE, result);
                counted.addTo(result);
                series.point("_sum", sum, time, Kind.CUMULATIVE, result).addTo(result);
                for (Map.Entry<String, Double> bucket : buckets.bounds(count).entrySet()) {
                    Series ofBucket = series.with("le", bucket.getKey());
                    ofBucket.point("_bucket", bucket.getValue(), time, Kind.CUMULATIVE, result)
                            .addTo(result);
                    result.expand(ofBucket.attributes().toString().length());
                }
            }
        }
    }
}
