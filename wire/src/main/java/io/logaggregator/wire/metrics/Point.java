package io.logaggregator.wire.metrics;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.ExternalAlert;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.Text;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A value of a metric as a sender states it.
 *
 * @param host not empty
 * @param value may be infinite or not a number, which no sample is
 * @param alert see {@link MetricSample#alert}
 */
public record Point(
        String host,
        String metric,
        double value,
        Instant at,
        Kind kind,
        SortedMap<String, String> attributes,
        @Nullable ExternalAlert alert) {

    /** A value of a metric that is no alert. */
    public Point(
            String host, String metric, double value, Instant at, Kind kind, SortedMap<String, String> attributes) {
        this(host, metric, value, at, kind, attributes, null);
    }

    /** Characters of host, metric and attributes, which identify a series and are one key of an index. */
    private static final int MAX_KEY_LENGTH = 1_500;

    /** A measurement of a host at an instant. */
    public static Point gauge(String host, String metric, double value, Instant at, Map<String, String> attributes) {
        return new Point(host, metric, value, at, Kind.GAUGE, new TreeMap<>(attributes));
    }

    /**
     * Adds a sample. A value that is not finite is dropped.
     *
     * @throws InvalidElementException if the name is invalid, or there are too many attributes
     */
    public void addTo(DecodeResultBuilder result) {
        sample(result).ifPresentOrElse(result::add, () -> result.drop(1));
    }

    /** The sample; empty if the value is not finite. */
    public Optional<MetricSample> sample(DecodeResultBuilder result) {
        check();
        if (!Double.isFinite(value)) {
            return Optional.empty();
        }
        return Optional.of(new MetricSample(
                host,
                metric,
                value,
                at,
                result.message().queuedAt(),
                kind,
                attributes,
                alert,
                result.message().source()));
    }

    private void check() {
        if (Text.label(metric).isEmpty()) {
            throw InvalidElementException.malformed("name of a metric: " + StorableText.of(metric)
                    + " (expected: 1 to 255 characters without control characters)");
        }
        int length = host.length() + metric.length();
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            length += attribute.getKey().length() + attribute.getValue().length() + 8;
        }
        if (length > MAX_KEY_LENGTH) {
            throw InvalidElementException.tooLarge("attributes of " + metric + ": " + length
                    + " characters (expected: at most " + MAX_KEY_LENGTH + ')');
        }
    }
}
