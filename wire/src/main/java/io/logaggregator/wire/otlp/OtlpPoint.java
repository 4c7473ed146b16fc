package io.logaggregator.wire.otlp;

import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.JsonObjectBuilder;
import io.logaggregator.wire.metrics.ExponentialBuckets;
import io.logaggregator.wire.metrics.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A data point while it is read. A number that was not sent is not a number. */
final class OtlpPoint {

    private static final int NO_RECORDED_VALUE = 1;
    private static final int MAX_BUCKETS = 2_000;

    long startNanoseconds;
    long timeNanoseconds;
    long flags;
    double value = Double.NaN;
    double count = Double.NaN;
    double sum = Double.NaN;
    double min = Double.NaN;
    double max = Double.NaN;
    final Map<String, Object> attributes = new LinkedHashMap<>();
    private final List<Double> counts = new ArrayList<>();
    private final List<Double> bounds = new ArrayList<>();
    private final ExponentialBuckets exponential = new ExponentialBuckets();
    private final Map<Double, Double> quantiles = new LinkedHashMap<>();

    void addCount(double bucket) {
        add(counts, bucket);
    }

    void addBound(double bound) {
        add(bounds, bound);
    }

    ExponentialBuckets exponential() {
        return exponential;
    }

    void addQuantile(double quantile, double quantileValue) {
        if (quantiles.size() >= MAX_BUCKETS) {
            throw tooManyBuckets();
        }
        quantiles.put(quantile, quantileValue);
    }

    private static void add(List<Double> numbers, double number) {
        if (numbers.size() >= MAX_BUCKETS) {
            throw tooManyBuckets();
        }
        numbers.add(number);
    }

    private static InvalidElementException tooManyBuckets() {
        return InvalidElementException.tooLarge("data point with more than " + MAX_BUCKETS + " buckets");
    }

    /** The point of a gauge or a sum. */
    Point number(OtlpMetric metric, OtlpSource source, DecodeResultBuilder result) {
        Point point = point(metric.name(), value, metric.kind(), source, result, series(source));
        return metric.isAlert()
                ? new Point(
                        point.host(),
                        point.metric(),
                        point.value(),
                        point.at(),
                        point.kind(),
                        point.attributes(),
                        metric.alert(OtlpTimes.of(startNanoseconds).orElse(null)))
                : point;
    }

    void addTo(DecodeResultBuilder result, OtlpMetric metric, OtlpSource source) {
        if ((flags & NO_RECORDED_VALUE) != 0) {
            return;
        }
        List<Point> points = new ArrayList<>();
        if (metric.type() == OtlpMetric.Type.NUMBER) {
            points.add(number(metric, source, result));
        } else {
            Parts parts = new Parts(metric, source, result, points);
            parts.add("_count", count, metric.kind());
            parts.add("_sum", sum, metric.kind());
            parts.add("_min", min, Kind.GAUGE);
            parts.add("_max", max, Kind.GAUGE);
            parts.addBuckets();
            quantiles.forEach(parts::addQuantile);
        }
        points.forEach(point -> point.sample(result)); // checks all of them before the first is added
        points.forEach(point -> point.addTo(result));
        if (points.size() > 1) {
            result.expand((long) points.size() * series(source).toString().length());
        }
    }

    private SortedMap<String, String> series(OtlpSource source) {
        SortedMap<String, String> series = new TreeMap<>(source.seriesAttributes());
        attributes.forEach((name, attribute) ->
                series.put(name, attribute instanceof String text ? text : JsonObjectBuilder.text(attribute)));
        return series;
    }

    private Point point(
            String name,
            double number,
            Kind kind,
            OtlpSource source,
            DecodeResultBuilder result,
            SortedMap<String, String> series) {
        return new Point(
                source.host() == null ? result.hostOfKey() : source.host(),
                name,
                number,
                OtlpTimes.of(timeNanoseconds).orElse(result.message().timestamp()),
                kind,
                series);
    }

    /** The samples of a histogram or a summary. */
    private final class Parts {

        private final OtlpMetric metric;
        private final OtlpSource source;
        private final DecodeResultBuilder result;
        private final List<Point> points;

        Parts(OtlpMetric metric, OtlpSource source, DecodeResultBuilder result, List<Point> points) {
            this.metric = metric;
            this.source = source;
            this.result = result;
            this.points = points;
        }

        void add(String suffix, double number, Kind kind) {
            if (!Double.isNaN(number)) {
                add(suffix, number, kind, series(source));
            }
        }

        private void add(String suffix, double number, Kind kind, SortedMap<String, String> series) {
            points.add(point(metric.name() + suffix, number, kind, source, result, series));
        }

        /** Buckets that include those below, as Prometheus has them. */
        void addBuckets() {
            double total = 0;
            for (int i = 0; i < counts.size(); i++) {
                total += counts.get(i);
                addBucket(i < bounds.size() ? String.valueOf(bounds.get(i)) : "+Inf", total);
            }
            if (metric.type() == OtlpMetric.Type.EXPONENTIAL_HISTOGRAM && !Double.isNaN(count)) {
                exponential.bounds().forEach((bound, below) -> addBucket(String.valueOf(bound), below));
                addBucket("+Inf", count);
            }
        }

        private void addBucket(String bound, double below) {
            SortedMap<String, String> series = series(source);
            series.put("le", bound);
            add("_bucket", below, metric.kind(), series);
        }

        void addQuantile(double quantile, double number) {
            SortedMap<String, String> series = series(source);
            series.put("quantile", String.valueOf(quantile));
            add("", number, Kind.GAUGE, series);
        }
    }
}
