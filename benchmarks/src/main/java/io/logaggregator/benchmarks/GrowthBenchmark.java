package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.environment.ScratchDatabase;
import io.logaggregator.benchmarks.report.Arguments;
import io.logaggregator.benchmarks.report.Goal;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;

/** Ingest rate depending on the size of the database and on the number of consumers. */
final class GrowthBenchmark {

    private static final int MILLION = 1_000_000;
    private static final Goal WITHIN_TENTH = Goal.atLeast(0.9, "of the baseline");

    private final Report report;
    private final int messages;
    private final int rounds;

    private GrowthBenchmark(Report report, Arguments arguments) {
        this.report = report;
        messages = arguments.number("messages");
        rounds = arguments.number("rounds");
    }

    static void run(Arguments arguments, Report report) throws Exception {
        GrowthBenchmark benchmark = new GrowthBenchmark(report, arguments);
        benchmark.compareConsumers();
        benchmark.compareSizes(arguments.number("millions"));
    }

    private void compareConsumers() throws Exception {
        Backlog backlog = Backlog.ofLogs(messages, 7);
        backlog.drain(Pipeline.SHIPPED);
        double[] rates = new InterleavedRounds(report)
                .add("1 consumer", () -> backlog.drain(Pipeline.SHIPPED.withConsumers(1)))
                .add("2 consumers", () -> backlog.drain(Pipeline.SHIPPED.withConsumers(2)))
                .add("4 consumers", () -> backlog.drain(Pipeline.SHIPPED.withConsumers(4)))
                .medians(rounds);
        String one = "1 consumer: %,.0f/s".formatted(rates[0]);
        report.add(Row.of("log messages, 2 consumers", "%,.0f/s".formatted(rates[1]))
                .comparedTo(one, rates[1] / rates[0]));
        report.add(Row.of("log messages, 4 consumers", "%,.0f/s".formatted(rates[2]))
                .comparedTo(one, rates[2] / rates[0]));
    }

    private void compareSizes(int millions) throws Exception {
        try (ScratchDatabase small = ScratchDatabase.create();
                ScratchDatabase large = ScratchDatabase.create()) {
            HistoricalData.logsOfToday(small, MILLION, report);
            HistoricalData.logsOfToday(large, Math.multiplyExact(millions, MILLION), report);
            double[] rates = new InterleavedRounds(report)
                    .add(
                            "with %d M rows".formatted(millions),
                            () -> newBacklog().drain(large, Pipeline.SHIPPED))
                    .add("with 1 M rows", () -> newBacklog().drain(small, Pipeline.SHIPPED))
                    .medians(rounds);
            report.add(Row.of(
                            "log messages, with %d M stored rows of the day".formatted(millions),
                            "%,.0f/s".formatted(rates[0]))
                    .comparedTo("1 M rows: %,.0f/s".formatted(rates[1]), rates[0] / rates[1])
                    .withGoal(WITHIN_TENTH, rates[0] / rates[1]));
        }
    }

    /** New messages for each round, because a database stores each message once. */
    private Backlog newBacklog() {
        return Backlog.ofLogs(messages, 8);
    }
}
