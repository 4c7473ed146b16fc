package io.logaggregator.agent.statsd;

import io.logaggregator.agent.statsd.StatsdItem.Measurement;
import io.logaggregator.agent.statsd.StatsdItem.Type;
import io.logaggregator.agent.statsd.StatsdItem.Value;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Aggregates measurements between two flushes: a counter to its increase, a gauge to its last value, a set to its number of
 * members, a timer to count, sum, minimum, maximum and quantiles. A flush has the series that were measured since the one
 * before. Thread-safe.
 */
final class StatsdAggregator {

    static final int MAX_SERIES = 10_000;

    /** Values of a timer that its quantiles are computed from. Of more, this is a random sample. */
    static final int MAX_TIMER_VALUES = 1_000;

    /** Memory for all series, members of sets and values of timers, approximately. */
    static final long MAX_BYTES = 32 << 20;

    /** Flushes after which a gauge without a value is forgotten, so that a relative value starts from 0. */
    static final int GAUGE_FLUSHES = 360;

    private static final int SERIES_BYTES = 300;
    private static final int TEXT_BYTES = 150;

    private static final List<Double> QUANTILES = List.of(0.5, 0.95, 0.99);

    private final String host;
    private final Map<Series, Metric> metrics = new LinkedHashMap<>();
    private final Map<Series, Gauge> gauges = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom();
    private long bytes;

    StatsdAggregator(String host) {
        this.host = host;
    }

    private record Series(Type type, String name, SortedMap<String, String> tags, Optional<Instant> at) {

        long bytes() {
            long sum = SERIES_BYTES + 2L * name.length();
            for (Map.Entry<String, String> tag : tags.entrySet()) {
                sum += TEXT_BYTES + 2L * (tag.getKey().length() + tag.getValue().length());
            }
            return sum;
        }
    }

    /** Adds values; false if there are too many series. */
    synchronized boolean add(Measurement measurement) {
        var series = new Series(measurement.type(), measurement.name(), measurement.tags(), measurement.at());
        boolean known = gauges.containsKey(series) || metrics.containsKey(series);
        if (!known && (metrics.size() + gauges.size() >= MAX_SERIES || !reserve(series.bytes()))) {
            return false;
        }
        if (series.type() == Type.GAUGE) {
            Gauge gauge = gauges.computeIfAbsent(series, _ -> new Gauge());
            measurement.values().forEach(value -> gauge.set(value, measurement.dogstatsd()));
        } else {
            Metric metric = metrics.computeIfAbsent(series, _ -> metric(series.type()));
            measurement.values().forEach(value -> metric.add(value, measurement.rate()));
        }
        return true;
    }

    private Metric metric(Type type) {
        return switch (type) {
            case COUNTER -> new Counter();
            case SET -> new UniqueSet();
            case TIMER -> new Timer();
            case GAUGE -> throw new IllegalArgumentException("type: GAUGE (expected: another)");
        };
    }

    /** The samples since the last flush. */
    synchronized List<MetricSample> flush(Instant now) {
        List<MetricSample> samples = new ArrayList<>();
        metrics.forEach(
                (series, metric) -> metric.addTo(new Output(series, series.at().orElse(now), samples)));
        metrics.clear();
        bytes = 0;
        Iterator<Map.Entry<Series, Gauge>> entries = gauges.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Series, Gauge> entry = entries.next();
            Series series = entry.getKey();
            Gauge gauge = entry.getValue();
            if (gauge.changed) {
                new Output(series, series.at().orElse(now), samples).add("", gauge.value, Kind.GAUGE);
                gauge.changed = false;
                gauge.unchangedFlushes = 0;
            }
            if (series.at().isPresent() || ++gauge.unchangedFlushes > GAUGE_FLUSHES) {
                entries.remove();
            } else {
                bytes += series.bytes();
            }
        }
        return samples;
    }

    private boolean reserve(long more) {
        if (bytes + more > MAX_BYTES) {
            return false;
        }
        bytes += more;
        return true;
    }

    /** Collects the samples of a series. Sums that are too large for a number are left out. */
    private final class Output {

        private final Series series;
        private final Instant at;
        private final List<MetricSample> samples;

        Output(Series series, Instant at, List<MetricSample> samples) {
            this.series = series;
            this.at = at;
            this.samples = samples;
        }

        void add(String suffix, double value, Kind kind) {
            add(suffix, value, kind, series.tags());
        }

        void addQuantile(double quantile, double value) {
            SortedMap<String, String> attributes = new TreeMap<>(series.tags());
            attributes.put("quantile", String.valueOf(quantile));
            add("", value, Kind.GAUGE, attributes);
        }

        private void add(String suffix, double value, Kind kind, SortedMap<String, String> attributes) {
            if (Double.isFinite(value)) {
                samples.add(new MetricSample(host, series.name() + suffix, value, at, at, kind, attributes));
            }
        }
    }

    private interface Metric {

        void add(Value value, double rate);

        void addTo(Output output);
    }

    private static final class Gauge {

        private double value;
        private boolean changed;

        /** Whether a value had a plus sign, which only a change has. */
        private boolean relative;

        private int unchangedFlushes;

        void set(Value next, boolean dogstatsd) {
            relative |= next.isIncrease();
            boolean changes = next.isIncrease() || next.isNegative() && (relative || !dogstatsd);
            double sum = changes ? value + next.number() : next.number();
            value = Double.isFinite(sum) ? sum : value;
            changed = true;
        }
    }

    private static final class Counter implements Metric {

        private double sum;

        @Override
        public void add(Value value, double rate) {
            sum += value.number() / rate;
        }

        @Override
        public void addTo(Output output) {
            output.add("", sum, Kind.DELTA);
        }
    }

    private final class UniqueSet implements Metric {

        private final Set<String> members = new HashSet<>();

        @Override
        public void add(Value value, double rate) {
            if (!members.contains(value.text())
                    && reserve(TEXT_BYTES + 2L * value.text().length())) {
                members.add(value.text());
            }
        }

        @Override
        public void addTo(Output output) {
            output.add("", members.size(), Kind.GAUGE);
        }
    }

    private final class Timer implements Metric {

        private double count;
        private double sum;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double[] values = new double[4];
        private int stored;
        private long seen;

        @Override
        public void add(Value value, double rate) {
            double number = value.number();
            count += 1 / rate;
            sum += number / rate;
            min = Math.min(min, number);
            max = Math.max(max, number);
            seen++;
            if (stored < MAX_TIMER_VALUES && reserve(2 * Double.BYTES)) {
                if (stored == values.length) {
                    values = Arrays.copyOf(values, Math.min(2 * stored, MAX_TIMER_VALUES));
                }
                values[stored++] = number;
            } else if (stored > 0) {
                long position =
                        random.nextLong(seen); // algorithm R: each value is in the sample with equal probability
                if (position < stored) {
                    values[(int) position] = number;
                }
            }
        }

        @Override
        public void addTo(Output output) {
            output.add("_count", count, Kind.DELTA);
            output.add("_sum", sum, Kind.DELTA);
            output.add("_min", min, Kind.GAUGE);
            output.add("_max", max, Kind.GAUGE);
            Arrays.sort(values, 0, stored);
            for (double quantile : QUANTILES) {
                if (stored > 0) {
                    output.addQuantile(quantile, values[(int) Math.ceil(quantile * stored) - 1]);
                }
            }
        }
    }
}
