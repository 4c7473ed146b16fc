package io.logaggregator.core.observation;

import io.logaggregator.core.common.StorableText;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
 * @param alert of the metric {@link #EXTERNAL_ALERT}, the parts that do not identify it; null for other metrics
 * @param source number of the partition of the message, as in {@link EventId}; not stored
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/system/system-metrics/">OpenTelemetry, system metrics</a>
 */
public record MetricSample(
        String host,
        String metric,
        double value,
        Instant observedAt,
        Instant queuedAt,
        Kind kind,
        SortedMap<String, String> attributes,
        @Nullable ExternalAlert alert,
        int source)
        implements Observation {

    /**
     * The metric of alerts that another system evaluates: the time when the alert ends, in seconds since 1970, unless it is sent
     * again before. Its labels are the attributes.
     */
    public static final String EXTERNAL_ALERT = "alert.external.ends_at";

    private static final String ENVIRONMENT = "deployment.environment.name";

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

    /** A sample of a metric that is no alert. */
    public MetricSample(
            String host,
            String metric,
            double value,
            Instant observedAt,
            Instant queuedAt,
            Kind kind,
            SortedMap<String, String> attributes) {
        this(host, metric, value, observedAt, queuedAt, kind, attributes, null, 0);
    }

    /** A measurement of an instant, which entered the queue when it was observed. */
    public MetricSample(String host, String metric, double value, Instant observedAt, Map<String, String> attributes) {
        this(host, metric, value, observedAt, observedAt, Kind.GAUGE, new TreeMap<>(attributes));
    }

    /** An alert of another system about a host is no sign of life of it. */
    @Override
    public boolean isHostActivity() {
        return !metric.equals(EXTERNAL_ALERT);
    }

    /** The environment that the sample names for its host. */
    public Optional<String> environment() {
        return Optional.ofNullable(attributes.get(ENVIRONMENT)).filter(named -> !named.isEmpty() && isHostActivity());
    }

    /**
     * The parts of an alert of another system that do not identify it. Longer texts are cut, and further annotations are
     * omitted: an alert is more important than its annotations.
     *
     * @param startsAt time from which the sender saw the condition; null for the time of the sample
     * @param annotations texts for people
     * @param generatorUrl where the sender shows the condition; empty unless it is HTTP
     */
    public record ExternalAlert(
            @Nullable Instant startsAt, SortedMap<String, String> annotations, String generatorUrl) {

        /** An alert without further parts. */
        public static final ExternalAlert NONE = new ExternalAlert(null, new TreeMap<>(), "");

        /** Maximum number of annotations. */
        public static final int MAX_ANNOTATIONS = 32;

        /** Maximum number of characters of the name of an annotation. */
        public static final int MAX_NAME_LENGTH = 256;

        /** Maximum number of characters of an annotation. */
        public static final int MAX_LENGTH = 4_000;

        /** Maximum number of characters of all annotations. */
        public static final int MAX_TOTAL_LENGTH = 16_000;

        /** Maximum number of characters of the URL. */
        public static final int MAX_URL_LENGTH = 2_000;

        public ExternalAlert {
            annotations = bounded(annotations);
            generatorUrl = isHttp(generatorUrl) ? StorableText.of(generatorUrl) : "";
        }

        private static SortedMap<String, String> bounded(SortedMap<String, String> annotations) {
            SortedMap<String, String> bounded = new TreeMap<>();
            int left = MAX_TOTAL_LENGTH;
            for (Map.Entry<String, String> annotation : annotations.entrySet()) {
                String name = StorableText.of(cut(annotation.getKey(), MAX_NAME_LENGTH));
                String text = StorableText.of(cut(annotation.getValue(), MAX_LENGTH));
                left -= name.length() + text.length();
                if (left < 0 || bounded.size() == MAX_ANNOTATIONS) {
                    break;
                }
                bounded.put(name, text);
            }
            return Collections.unmodifiableSortedMap(bounded);
        }

        private static String cut(String text, int length) {
            if (text.length() <= length) {
                return text;
            }
            int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
            return text.substring(0, end) + '…';
        }

        private static boolean isHttp(String url) {
            return url.length() <= MAX_URL_LENGTH && (url.startsWith("http://") || url.startsWith("https://"));
        }
    }

    /** Whether attributes only describe the host, so that the series has the value of the whole host. */
    public static boolean isOfHost(Map<String, String> attributes) {
        return attributes.keySet().stream().allMatch(name -> name.startsWith("host.") || name.startsWith("os."));
    }
}
