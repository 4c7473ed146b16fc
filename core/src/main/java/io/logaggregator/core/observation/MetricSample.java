package io.logaggregator.core.observation;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A sample of a metric of a host. Names and units follow OpenTelemetry: {@code system.cpu.utilization} is a ratio of
 * the whole host (0..1), {@code system.memory.usage} is in bytes.
 *
 * @param metric name of the metric; host, metric and attributes identify the series
 * @param value finite
 * @param queuedAt time when the message entered the queue; earlier than {@code observedAt} only if the sender's clock is
 *     ahead
 * @param kind meaning of the value over time
 * @param attributes few and of low cardinality, since each combination is a series
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/system/system-metrics/">OpenTelemetry, system metrics</a>
 */
public record MetricSample(
        String host,
        String metric,
        double value,
        Instant observedAt,
        Instant queuedAt,
        Kind kind,
        SortedMap<String, String> attributes)
        implements Observation {

    /**
     * The metric of alerts that another system evaluates: the time when the alert ends, in seconds since 1970, unless it is sent
     * again before. Its labels are the attributes.
     */
    public static final String EXTERNAL_ALERT = "alert.external.ends_at";

    /** Meaning of the values of a series over time. */
    public enum Kind {
        /** A measurement of an instant. */
        GAUGE,
        /** A count since a start; a fall is a restart of the counter. */
        CUMULATIVE,
        /** A count since the sample before. */
        DELTA
    }

    public MetricSample {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(metric + ": " + value + " (expected: a finite number)");
        }
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** A measurement of an instant. */
    public MetricSample(
            String host,
            String metric,
            double value,
            Instant observedAt,
            Instant queuedAt,
            Map<String, String> attributes) {
        this(host, metric, value, observedAt, queuedAt, Kind.GAUGE, new TreeMap<>(attributes));
    }

    /** A sample that entered the queue when it was observed. */
    public MetricSample(String host, String metric, double value, Instant observedAt, Map<String, String> attributes) {
        this(host, metric, value, observedAt, observedAt, attributes);
    }

    /** An alert of another system about a host is no sign of life of it. */
    @Override
    public boolean isHostActivity() {
        return !metric.equals(EXTERNAL_ALERT);
    }

    /** Whether attributes only describe the host, so that the series has the value of the whole host. */
    public static boolean isOfHost(Map<String, String> attributes) {
        return attributes.keySet().stream().allMatch(name -> name.startsWith("host.") || name.startsWith("os."));
    }
}
