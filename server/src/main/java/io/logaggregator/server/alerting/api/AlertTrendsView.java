package io.logaggregator.server.alerting.api;

import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTrends;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts of alerts.
 *
 * @param previousTotal count in the time range of the same length before
 * @param change ratio to the count before, minus 1; {@code null} if that was zero
 * @param bySeverity by highest severity
 * @param toAcknowledge time to acknowledgement; {@code null} if none was acknowledged
 * @param toResolve time to resolution; {@code null} if none is resolved
 */
record AlertTrendsView(
        Instant from,
        Instant to,
        String step,
        long total,
        long previousTotal,
        @Nullable Double change,
        Map<Severity, Long> bySeverity,
        Map<AlertStatus, Long> byStatus,
        List<CountView> rules,
        List<CountView> hosts,
        List<BucketView> buckets,
        @Nullable TimesView toAcknowledge,
        @Nullable TimesView toResolve) {

    static AlertTrendsView of(AlertTrends trends) {
        return new AlertTrendsView(
                trends.from(),
                trends.to(),
                trends.step().toString(),
                trends.total(),
                trends.previousTotal(),
                change(trends.total(), trends.previousTotal()),
                withZeros(Severity.class, trends.bySeverity()),
                withZeros(AlertStatus.class, trends.byStatus()),
                trends.rules().stream().map(CountView::of).toList(),
                trends.hosts().stream().map(CountView::of).toList(),
                trends.buckets().stream().map(BucketView::of).toList(),
                times(trends.toAcknowledge()),
                times(trends.toResolve()));
    }

    private static @Nullable Double change(long now, long before) {
        return before == 0 ? null : (double) (now - before) / before;
    }

    private static <K extends Enum<K>> Map<K, Long> withZeros(Class<K> type, Map<K, Long> counts) {
        Map<K, Long> all = new EnumMap<>(type);
        for (K key : type.getEnumConstants()) {
            all.put(key, counts.getOrDefault(key, 0L));
        }
        return all;
    }

    private static @Nullable TimesView times(Optional<AlertTrends.Times> times) {
        return times.map(TimesView::of).orElse(null);
    }

    /**
     * The counts of a rule or a host.
     *
     * @param previous count in the time range before
     * @param open number of alerts that are not resolved
     */
    record CountView(
            String name,
            long alerts,
            long previous,
            @Nullable Double change,
            long open) {

        static CountView of(AlertTrends.Count count) {
            return new CountView(
                    count.name(),
                    count.alerts(),
                    count.previous(),
                    AlertTrendsView.change(count.alerts(), count.previous()),
                    count.open());
        }
    }

    /** The alerts opened in one step. Steps and severities without alerts are absent. */
    record BucketView(Instant start, long total, Map<Severity, Long> counts) {

        static BucketView of(AlertTrends.Bucket bucket) {
            long total =
                    bucket.counts().values().stream().mapToLong(Long::longValue).sum();
            return new BucketView(bucket.start(), total, bucket.counts());
        }
    }

    /** A duration over several alerts. */
    record TimesView(long alerts, double meanSeconds, double p95Seconds) {

        static TimesView of(AlertTrends.Times times) {
            return new TimesView(times.alerts(), seconds(times.mean()), seconds(times.p95()));
        }

        private static double seconds(Duration duration) {
            return duration.toMillis() / 1e3;
        }
    }
}
