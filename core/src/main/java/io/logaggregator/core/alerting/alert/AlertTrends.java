package io.logaggregator.core.alerting.alert;

import io.logaggregator.core.alerting.rule.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What alerts there were in a time, by the instant at which they were opened.
 *
 * @param from the first instant
 * @param to the first instant after
 * @param step width of a bucket
 * @param total how many were opened
 * @param previousTotal how many were opened in the time of the same length before
 * @param bySeverity the worst each has been; severities without alerts are absent, and so below
 * @param byStatus as they stand now
 * @param rules the noisiest first
 * @param hosts the noisiest first; alerts about no single host are left out
 * @param buckets in time order, without those in which nothing happened
 * @param toAcknowledge of those that were acknowledged
 * @param toResolve of those that are resolved
 */
public record AlertTrends(
        Instant from,
        Instant to,
        Duration step,
        long total,
        long previousTotal,
        Map<Severity, Long> bySeverity,
        Map<AlertStatus, Long> byStatus,
        List<Count> rules,
        List<Count> hosts,
        List<Bucket> buckets,
        Optional<Times> toAcknowledge,
        Optional<Times> toResolve) {

    public AlertTrends {
        bySeverity = Collections.unmodifiableMap(copy(Severity.class, bySeverity));
        byStatus = Collections.unmodifiableMap(copy(AlertStatus.class, byStatus));
        rules = List.copyOf(rules);
        hosts = List.copyOf(hosts);
        buckets = List.copyOf(buckets);
    }

    private static <K extends Enum<K>> Map<K, Long> copy(Class<K> type, Map<K, Long> counts) {
        EnumMap<K, Long> copy = new EnumMap<>(type);
        copy.putAll(counts);
        return copy;
    }

    /**
     * How many alerts of a rule or a host.
     *
     * @param previous in the time before
     * @param open how many of them are not resolved yet
     */
    public record Count(String name, long alerts, long previous, long open) {}

    /** The alerts opened from {@code start} on, by the worst they have been. */
    public record Bucket(Instant start, Map<Severity, Long> counts) {
        public Bucket {
            counts = Collections.unmodifiableMap(copy(Severity.class, counts));
        }
    }

    /** How long it took. */
    public record Times(long alerts, Duration mean, Duration p95) {}
}
