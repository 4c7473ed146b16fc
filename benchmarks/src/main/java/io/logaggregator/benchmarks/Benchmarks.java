package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.alerting.StormBenchmark;
import io.logaggregator.benchmarks.report.Arguments;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The program: runs all measurements, or one of them, and prints one table. */
final class Benchmarks {

    private static final Path RESULTS = Path.of("benchmarks", "target", "RESULTS.md");

    private static final List<Measurement> ALL = List.of(
            new Measurement("ingest", 5, Arguments.of("messages", 2_000_000, "rounds", 3), IngestBenchmark::run),
            new Measurement(
                    "agents", 1.5, Arguments.of("hosts", 200, "samples", 20, "rounds", 3), AgentsBenchmark::run),
            new Measurement("alerts", 3, Arguments.of("messages", 300_000, "rounds", 2), AlertsBenchmark::run),
            new Measurement("storm", 1.5, Arguments.of("hosts", 10_000, "interval", 30), StormBenchmark::run),
            new Measurement("delay", 2, Arguments.of("samples", 300, "percent", 20), DelayBenchmark::run),
            new Measurement(
                    "queries", 9, Arguments.of("logs", 10_000_000, "days", 10, "seconds", 8), QueriesBenchmark::run),
            new Measurement("memory", 2.5, Arguments.of("messages", 1_000_000, "starts", 3), MemoryBenchmark::run),
            new Measurement(
                    "growth", 4, Arguments.of("millions", 10, "messages", 500_000, "rounds", 3), GrowthBenchmark::run),
            new Measurement("instances", 3, Arguments.of("messages", 500_000, "rounds", 3), InstancesBenchmark::run),
            new Measurement("peers", 8, Arguments.of("messages", 1_000_000, "rounds", 2), PeersBenchmark::run),
            new Measurement("oracle", 5, Arguments.of("sequences", 300, "seeds", 3), OracleComparison::run),
            new Measurement("micro", 1.5, Arguments.of("seconds", 1), MicroBenchmark::run));

    private Benchmarks() {}

    /** Arguments, all optional: the measurement and its sizes. */
    @SuppressWarnings("CatchAndPrintStackTrace") // exit follows
    public static void main(String[] arguments) {
        int status = 1;
        try {
            status = run(List.of(arguments)) ? 0 : 1;
        } catch (Exception e) {
            e.printStackTrace();
        } finally {
            System.exit(status); // the shared servers stop with the JVM
        }
    }

    private static boolean run(List<String> arguments) throws Exception {
        Report report = new Report();
        List<Measurement> chosen =
                arguments.isEmpty() ? ALL : List.of(named(arguments.getFirst()).with(arguments));
        boolean complete = true;
        for (Measurement measurement : chosen) {
            complete &= run(measurement, report);
        }
        report.finish(RESULTS);
        return complete;
    }

    /** A failed measurement becomes a row of the table, so that the other results are not lost. */
    @SuppressWarnings("CatchAndPrintStackTrace")
    private static boolean run(Measurement measurement, Report report) {
        report.heading(measurement.name() + ", " + measurement.arguments());
        report.progress("takes about %.1f minutes on two cores with default sizes".formatted(measurement.minutes()));
        try {
            measurement.work().run(measurement.arguments(), report);
            return true;
        } catch (Exception e) {
            e.printStackTrace();
            report.add(Row.of("failed", e.toString()));
            return false;
        }
    }

    private static Measurement named(String name) {
        return ALL.stream()
                .filter(measurement -> measurement.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + ": no measurement (expected: " + usage() + ')'));
    }

    private static String usage() {
        return ALL.stream()
                .map(measurement -> measurement.name() + ' ' + measurement.arguments())
                .collect(Collectors.joining("; "));
    }

    /**
     * A measurement that can run alone.
     *
     * @param minutes approximate duration on two cores with default sizes
     * @param arguments sizes
     */
    private record Measurement(String name, double minutes, Arguments arguments, Work work) {

        @FunctionalInterface
        interface Work {
            void run(Arguments arguments, Report report) throws Exception;
        }

        /** The same measurement with the sizes that follow its name on the command line. */
        Measurement with(List<String> nameAndSizes) {
            return new Measurement(name, minutes, arguments.with(nameAndSizes.subList(1, nameAndSizes.size())), work);
        }
    }
}
