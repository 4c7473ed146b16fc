package io.logaggregator.benchmarks;

import java.util.List;

/** Quantiles of a list of durations. */
final class Latencies {

    private final List<Long> sortedNanos;

    Latencies(List<Long> nanos) {
        sortedNanos = nanos.stream().sorted().toList();
    }

    /** The 99th percentile; infinite without durations. */
    double p99Millis() {
        return quantileMillis(0.99);
    }

    double medianMillis() {
        return quantileMillis(0.5);
    }

    private double quantileMillis(double share) {
        return sortedNanos.isEmpty()
                ? Double.POSITIVE_INFINITY
                : sortedNanos.get((int) Math.ceil(share * sortedNanos.size()) - 1) / 1e6;
    }

    @Override
    public String toString() {
        return sortedNanos.isEmpty() ? "all failed" : "p50 %.1f ms, p99 %.1f ms".formatted(medianMillis(), p99Millis());
    }
}
