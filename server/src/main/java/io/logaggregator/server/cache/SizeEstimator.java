package io.logaggregator.server.cache;

import io.logaggregator.core.alerting.alert.AlertTrends;
import io.logaggregator.core.hosts.Host;
import io.logaggregator.core.hosts.HostCounts;
import io.logaggregator.core.logs.FieldValues;
import io.logaggregator.core.logs.LogHistogram;
import io.logaggregator.core.metrics.MetricSeries;
import io.logaggregator.core.observation.LogEvent;
import java.util.Collection;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Estimates the memory of results in bytes, at the upper end. */
final class SizeEstimator {

    /** An object with a few fields, including its reference. */
    private static final long OBJECT = 48;

    /** A map entry with a boxed number. */
    private static final long ENTRY = 80;

    private static final long EVENT = 400;
    private static final long POINT = 88;

    private SizeEstimator() {}

    static long of(CacheKey.Id id) {
        return ENTRY + 2 * OBJECT + 2L * id.toString().length();
    }

    static long of(LogEvent event) {
        return EVENT
                + text(event.host())
                + text(event.message())
                + all(event.texts().values(), SizeEstimator::text)
                + all(event.tags(), SizeEstimator::text)
                + text(event.attributes().text());
    }

    static long of(LogHistogram histogram) {
        return all(
                histogram.buckets(),
                bucket -> 2 * OBJECT + ENTRY * Math.max(2, bucket.counts().size()));
    }

    static long of(FieldValues field) {
        return 2 * OBJECT + text(field.field().label()) + all(field.values(), value -> OBJECT + text(value.value()));
    }

    static long of(MetricSeries series) {
        return 2 * OBJECT
                + text(series.host())
                + texts(series.attributes())
                + POINT * series.points().size();
    }

    static long of(Host host) {
        return 3 * OBJECT
                + text(host.name())
                + all(host.metrics().keySet(), name -> ENTRY + text(name))
                + texts(host.description());
    }

    static long of(HostCounts counts) {
        return OBJECT;
    }

    static long of(AlertTrends trends) {
        return 10 * OBJECT
                + all(
                        trends.buckets(),
                        bucket -> 2 * OBJECT + ENTRY * bucket.counts().size())
                + all(trends.rules(), count -> OBJECT + text(count.name()))
                + all(trends.hosts(), count -> OBJECT + text(count.name()));
    }

    static <T> long all(Collection<T> items, ToLongFunction<T> each) {
        return OBJECT
                + items.stream().mapToLong(item -> 8 + each.applyAsLong(item)).sum();
    }

    private static long texts(Map<String, String> texts) {
        return OBJECT
                + texts.entrySet().stream()
                        .mapToLong(entry -> ENTRY + text(entry.getKey()) + text(entry.getValue()))
                        .sum();
    }

    /** Java stores one byte per character up to U+00FF, otherwise two for each. */
    static long text(String text) {
        boolean narrow = text.chars().allMatch(character -> character <= 0xFF);
        return OBJECT + (narrow ? text.length() : 2L * text.length());
    }
}
