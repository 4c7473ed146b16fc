package io.logaggregator.wire.otlp;

import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.ExternalAlert;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A metric without its data points.
 *
 * @param type how its data points are read
 * @param kind of its counts
 * @param metadata attributes that do not identify the series; read for alerts only
 */
record OtlpMetric(String name, Type type, Kind kind, Map<String, Object> metadata) {

    /** Prefix of the names of the attributes in {@code metadata} that are annotations of an alert. */
    private static final String ANNOTATION = "annotation.";

    /** Name of the attribute in {@code metadata} with the link of an alert. */
    private static final String GENERATOR_URL = "generator.url";

    private static final int DELTA = 1;
    private static final int CUMULATIVE = 2;

    /** The types of data points. */
    enum Type {
        NUMBER,
        HISTOGRAM,
        EXPONENTIAL_HISTOGRAM,
        SUMMARY
    }

    private OtlpMetric(String name, Type type, Kind kind) {
        this(name, type, kind, Map.of());
    }

    static OtlpMetric gauge(String name, Map<String, Object> metadata) {
        return new OtlpMetric(name, Type.NUMBER, Kind.GAUGE, metadata);
    }

    /** Whether a metric has the alerts of other systems, and its metadata their annotations. */
    static boolean isAlert(String name) {
        return name.equals(MetricSample.EXTERNAL_ALERT);
    }

    boolean isAlert() {
        return isAlert(name);
    }

    /** The parts of an alert that do not identify it. */
    ExternalAlert alert(@Nullable Instant startsAt) {
        SortedMap<String, String> annotations = new TreeMap<>();
        metadata.forEach((key, value) -> {
            if (key.startsWith(ANNOTATION) && value instanceof String text) {
                annotations.put(key.substring(ANNOTATION.length()), text);
            }
        });
        return new ExternalAlert(startsAt, annotations, metadata.get(GENERATOR_URL) instanceof String url ? url : "");
    }

    static OtlpMetric summary(String name) {
        return new OtlpMetric(name, Type.SUMMARY, Kind.CUMULATIVE);
    }

    /** A sum. One that may fall is a measurement, unless it holds differences. */
    static OtlpMetric sum(String name, long temporality, boolean monotonic) {
        Kind kind = temporality == CUMULATIVE && !monotonic ? Kind.GAUGE : kind(temporality);
        return new OtlpMetric(name, Type.NUMBER, kind);
    }

    static OtlpMetric histogram(String name, Type type, long temporality) {
        return new OtlpMetric(name, type, kind(temporality));
    }

    private static Kind kind(long temporality) {
        return temporality == DELTA ? Kind.DELTA : temporality == CUMULATIVE ? Kind.CUMULATIVE : Kind.GAUGE;
    }
}
