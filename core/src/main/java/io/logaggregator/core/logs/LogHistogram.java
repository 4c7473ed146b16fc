package io.logaggregator.core.logs;

import io.logaggregator.core.observation.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Number of events by time bucket.
 *
 * @param step width of a bucket; buckets start at multiples of it since 1970
 * @param buckets in time order, without empty ones
 */
public record LogHistogram(Duration step, List<Bucket> buckets) {

    public LogHistogram {
        buckets = List.copyOf(buckets);
    }

    /** Counts by level of the events from {@code start} on; levels without events are absent. */
    public record Bucket(Instant start, Map<Level, Long> counts) {
        public Bucket {
            counts = Collections.unmodifiableMap(counts.isEmpty() ? new EnumMap<>(Level.class) : new EnumMap<>(counts));
        }
    }

    /**
     * Number of events by time bucket and value of a field.
     *
     * @param step as of the histogram
     * @param values the most frequent values, most frequent first
     * @param buckets in time order, without empty ones
     */
    public record ByValue(Duration step, List<String> values, List<ValueBucket> buckets) {
        public ByValue {
            values = List.copyOf(values);
            buckets = List.copyOf(buckets);
        }
    }

    /**
     * Counts of the events from {@code start} on.
     *
     * @param total number of all events, also of those with another value or none
     * @param counts by value; values without events are absent
     */
    public record ValueBucket(Instant start, long total, Map<String, Long> counts) {
        public ValueBucket {
            counts = Map.copyOf(counts);
        }
    }
}
