package io.logaggregator.wire.otlp;

import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.metrics.HostMetrics;
import io.logaggregator.wire.protobuf.ProtobufWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes samples of one host as export requests of OTLP in protobuf, which state the kind of each series. Gauges and sums
 * are the only types: the series of a histogram or summary are sums with the attributes {@code le} and {@code quantile}.
 * Thread-safe.
 *
 * @see <a href="https://github.com/open-telemetry/opentelemetry-proto">opentelemetry-proto</a>
 */
public final class OtlpMetricsEncoder {

    /** The format of the messages, see {@link WireFormat#named}. */
    public static final String FORMAT = "otlp";

    private static final int TEMPORALITY_DELTA = 1;
    private static final int TEMPORALITY_CUMULATIVE = 2;

    private final int maxBytes;

    /** @param maxBytes of the samples of a message, approximately; a larger sample has a message of its own */
    public OtlpMetricsEncoder(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The program that the samples are about.
     *
     * @param service name; empty if unknown
     * @param instance for example its host and port; empty if unknown
     */
    public record Source(String host, String service, String instance) {}

    /**
     * Encodes samples.
     *
     * @param samples with times from 1970 to 2262, in any order. Those that are translated to metrics of the host are in
     *     the first message, because a translation needs all of them at once
     */
    public List<byte[]> encode(Source source, List<MetricSample> samples) {
        Map<Metric, List<MetricSample>> translated = new LinkedHashMap<>();
        Map<Metric, List<MetricSample>> others = new LinkedHashMap<>();
        for (MetricSample sample : samples) {
            (HostMetrics.isSource(sample.metric()) ? translated : others)
                    .computeIfAbsent(new Metric(sample.metric(), sample.kind()), _ -> new ArrayList<>())
                    .add(sample);
        }
        Requests requests = new Requests(resource(source));
        translated.forEach(requests::add);
        others.forEach(requests::add);
        return requests.all();
    }

    private record Metric(String name, Kind kind) {}

    private static ProtobufWriter resource(Source source) {
        ProtobufWriter resource = new ProtobufWriter();
        attribute(resource, 1, "host.name", source.host());
        attribute(resource, 1, "service.name", source.service());
        attribute(resource, 1, "service.instance.id", source.instance());
        return resource;
    }

    private static void attribute(ProtobufWriter out, int field, String name, String value) {
        if (!value.isEmpty()) {
            out.message(field, new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().text(1, value)));
        }
    }

    private static ProtobufWriter point(MetricSample sample) {
        ProtobufWriter point =
                new ProtobufWriter().fixed(3, nanoseconds(sample.observedAt())).real(4, sample.value());
        sample.attributes().forEach((name, value) -> attribute(point, 7, name, value));
        return point;
    }

    private static long nanoseconds(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    }

    /** Requests while they are filled. */
    private final class Requests {

        private final ProtobufWriter resource;
        private final List<byte[]> full = new ArrayList<>();
        private ProtobufWriter metrics = new ProtobufWriter();

        Requests(ProtobufWriter resource) {
            this.resource = resource;
        }

        void add(Metric metric, List<MetricSample> samples) {
            ProtobufWriter points = new ProtobufWriter();
            for (MetricSample sample : samples) {
                ProtobufWriter point = point(sample);
                if (metrics.length() + points.length() + point.length() > maxBytes
                        && metrics.length() + points.length() > 0) {
                    add(metric, points);
                    end();
                    points = new ProtobufWriter();
                }
                points.message(1, point);
            }
            add(metric, points);
        }

        private void add(Metric metric, ProtobufWriter points) {
            if (points.length() > 0) {
                ProtobufWriter named = new ProtobufWriter().text(1, metric.name());
                switch (metric.kind()) {
                    case GAUGE -> named.message(5, points);
                    case CUMULATIVE ->
                        named.message(
                                7, points.number(2, TEMPORALITY_CUMULATIVE).number(3, 1));
                    case DELTA ->
                        named.message(7, points.number(2, TEMPORALITY_DELTA).number(3, 1));
                }
                metrics.message(2, named);
            }
        }

        private void end() {
            ProtobufWriter ofResource =
                    new ProtobufWriter().message(1, resource).message(2, metrics);
            full.add(new ProtobufWriter().message(1, ofResource).toBytes());
            metrics = new ProtobufWriter();
        }

        List<byte[]> all() {
            if (metrics.length() > 0) {
                end();
            }
            return full;
        }
    }
}
