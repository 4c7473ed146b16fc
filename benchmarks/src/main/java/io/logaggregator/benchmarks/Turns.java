package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.report.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rates that are measured in turn, A B C A B C, so that whatever else the machine does meets all of them alike. The first
 * is what is compared with the others.
 */
final class Turns {

    private final Report report;
    private final List<Turn> turns = new ArrayList<>();

    Turns(Report report) {
        this.report = report;
    }

    @FunctionalInterface
    interface Rate {
        double measure() throws Exception;
    }

    private record Turn(String name, Rate rate) {}

    Turns add(String name, Rate rate) {
        turns.add(new Turn(name, rate));
        return this;
    }

    /** The medians, in the order of the turns. */
    double[] medians(int rounds) throws Exception {
        double[][] rates = new double[turns.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < turns.size(); turn++) {
                rates[turn][round] = turns.get(turn).rate().measure();
                report.progress("round %d of %d, %s: %,.0f/s"
                        .formatted(round + 1, rounds, turns.get(turn).name(), rates[turn][round]));
            }
        }
        return Arrays.stream(rates).mapToDouble(Turns::median).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
