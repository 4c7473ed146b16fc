package io.logaggregator.benchmarks;

import java.util.Arrays;

/** A table of two rates measured in turn, and of how they compare. */
final class Ratios {

    private final double[] first;
    private final double[] second;
    private int rounds;

    /** Begins the table. */
    Ratios(String firstName, String secondName, int rounds) {
        first = new double[rounds];
        second = new double[rounds];
        System.out.printf("%n| round | %s | %s | ratio |%n|---|---|---|---|%n", firstName, secondName);
    }

    void add(double firstRate, double secondRate) {
        first[rounds] = firstRate;
        second[rounds] = secondRate;
        rounds++;
        print(Integer.toString(rounds), firstRate, secondRate);
    }

    /** Ends the table. */
    void printMedian() {
        print("median", median(first), median(second));
    }

    private static void print(String round, double first, double second) {
        System.out.printf("| %s | %,.0f | %,.0f | %.2f |%n", round, first, second, first / second);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
