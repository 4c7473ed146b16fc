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
 * Statistics of the alerts that were opened in a time range.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param step width of a bucket
 * @param total number of alerts
 * @param previousTotal number of alerts in the preceding time range of the same length
 * @param bySeverity by highest severity; severities without alerts are absent, here and below
 * @param byStatus by current status
 * @param rules rules with the most alerts first
 * @param hosts hosts with the most alerts first; alerts without a single host are left out
 * @param buckets in time order, without empty ones
 * @param toAcknowledge of the acknowledged alerts
 * @param toResolve of the resolved alerts
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
     * Number of alerts of a rule or a host.
     *
     * @param previous in the preceding time range
     * @param open not resolved yet
     */
    public record Count(String name, long alerts, long previous, long open) {}

    /** Alerts opened from {@code start} on, by highest severity. */
    public record Bucket(Instant start, Map<Severity, Long> counts) {
        public Bucket {
            counts = Collections.unmodifiableMap(copy(Severity.class, counts));
        }
    }

    /** Duration statistics. */
    public record Times(long alerts, Duration mean, Duration p95) {}
}
