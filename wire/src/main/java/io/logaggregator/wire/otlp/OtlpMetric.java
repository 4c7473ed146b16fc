package io.logaggregator.wire.otlp;

import io.logaggregator.core.observation.MetricSample.Kind;

/**
 * A metric without its data points.
 *
 * @param type how its data points are read
 * @param kind of its counts
 */
record OtlpMetric(String name, Type type, Kind kind) {

    private static final int DELTA = 1;
    private static final int CUMULATIVE = 2;

    /** The types of data points. */
    enum Type {
        NUMBER,
        HISTOGRAM,
        EXPONENTIAL_HISTOGRAM,
        SUMMARY
    }

    static OtlpMetric gauge(String name) {
        return new OtlpMetric(name, Type.NUMBER, Kind.GAUGE);
    }

    static OtlpMetric summary(String name) {
        return new OtlpMetric(name, Type.SUMMARY, Kind.CUMULATIVE);
    }

    /** A sum. One that may fall is a measurement, unless it holds differences. */
    static OtlpMetric sum(String name, long temporality, boolean monotonic) {
        Kind kind = temporality == CUMULATIVE && !monotonic ? Kind.GAUGE : kind(temporality);
        return new OtlpMetric(name, Type.NUMBER, kind);
    }

    static OtlpMetric histogram(String name, Type type, long temporality) {
        return new OtlpMetric(name, type, kind(temporality));
    }

    private static Kind kind(long temporality) {
        return temporality == DELTA ? Kind.DELTA : temporality == CUMULATIVE ? Kind.CUMULATIVE : Kind.GAUGE;
    }
}
