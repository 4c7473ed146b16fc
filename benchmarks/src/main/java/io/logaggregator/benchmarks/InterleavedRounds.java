package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.report.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures several rates alternately, A B C A B C, so that other load on the machine affects all of them equally.
 */
final class InterleavedRounds {

    private final Report report;
    private final List<Variant> variants = new ArrayList<>();

    InterleavedRounds(Report report) {
        this.report = report;
    }

    @FunctionalInterface
    interface Rate {
        double measure() throws Exception;
    }

    private record Variant(String name, Rate rate) {}

    InterleavedRounds add(String name, Rate rate) {
        variants.add(new Variant(name, rate));
        return this;
    }

    /** The medians, in the order of the variants. */
    double[] medians(int rounds) throws Exception {
        double[][] rates = new double[variants.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int variant = 0; variant < variants.size(); variant++) {
                rates[variant][round] = variants.get(variant).rate().measure();
                report.progress("round %d of %d, %s: %,.0f/s"
                        .formatted(round + 1, rounds, variants.get(variant).name(), rates[variant][round]));
            }
        }
        return Arrays.stream(rates).mapToDouble(InterleavedRounds::median).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
