package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.environment.CpuTime;
import io.logaggregator.benchmarks.environment.ScratchDatabase;
import io.logaggregator.benchmarks.report.Arguments;
import io.logaggregator.benchmarks.report.Goal;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;
import java.util.stream.Stream;

/**
 * Compares the ingest pipeline with plain COPY of the same events into a table of all columns with one index: one COPY in text
 * format, and two parallel ones in binary format.
 */
final class IngestBenchmark {

    private static final Goal OF_TEXT = Goal.atLeast(1.0, "of text COPY");
    private static final Goal OF_LIMIT = Goal.atLeast(0.6, "of the limit");

    private final Report report;
    private final Backlog backlog;
    private final RowFiles rows;

    private IngestBenchmark(Report report, Backlog backlog, RowFiles rows) {
        this.report = report;
        this.backlog = backlog;
        this.rows = rows;
    }

    static void run(Arguments arguments, Report report) throws Exception {
        report.progress("publishing, warming up, exporting rows");
        Backlog backlog = Backlog.ofLogs(arguments.number("messages"), 1);
        try (ScratchDatabase warmUp = ScratchDatabase.create()) {
            backlog.drain(warmUp, Pipeline.SHIPPED);
            try (RowFiles rows = RowFiles.of(warmUp)) {
                IngestBenchmark benchmark = new IngestBenchmark(report, backlog, rows);
                benchmark.compare("log messages", Pipeline.SHIPPED, arguments.number("rounds"));
                benchmark.compare("log messages, `synchronous_commit=on`", Pipeline.SHIPPED.synchronous(), 1);
                benchmark.compareCpuTime(warmUp, arguments.number("messages"));
                benchmark.compareSize(warmUp); // last, since the system writes the copy during the next rounds
            }
        }
    }

    private void compare(String what, Pipeline pipeline, int rounds) throws Exception {
        double[] rates = new InterleavedRounds(report)
                .add("pipeline", () -> backlog.drain(pipeline))
                .add("text COPY", () -> rows.copyText(pipeline.properties()))
                .add("two binary COPYs", () -> rows.copyBinary(pipeline.properties()))
                .medians(rounds);
        Row row = Row.of(what, "%,.0f/s".formatted(rates[0]));
        report.add(row.comparedTo("text COPY: %,.0f/s".formatted(rates[1]), rates[0] / rates[1])
                .withGoal(OF_TEXT, rates[0] / rates[1]));
        report.add(row.comparedTo("two binary COPYs: %,.0f/s".formatted(rates[2]), rates[0] / rates[2])
                .withGoal(OF_LIMIT, rates[0] / rates[2]));
    }

    /** CPU time per row, which limits the rate when all programs share a few cores. */
    private void compareCpuTime(ScratchDatabase database, int messages) throws Exception {
        report.progress("CPU time, one round");
        CpuTime pipeline = CpuTime.of(database, () -> backlog.drain(Pipeline.SHIPPED));
        CpuTime text = CpuTime.of(database, () -> rows.copyText(Pipeline.SHIPPED.properties()));
        report.add(Row.of(
                        "CPU time per log message",
                        "%.1f µs (%s)".formatted(pipeline.microsPerRow(messages), pipeline.partsPerRow(messages)))
                .comparedTo(
                        "text COPY: %.1f µs".formatted(text.microsPerRow(messages)),
                        pipeline.microsPerRow(messages) / text.microsPerRow(messages)));
    }

    private void compareSize(ScratchDatabase database) {
        double stored = Stream.of("log_event", "log_stream", "message_filter")
                        .mapToLong(database::bytes)
                        .sum()
                / (double) backlog.bytes();
        double plain = (double) RowFiles.bytesInPlainTable(database) / backlog.bytes();
        report.add(Row.of("disk per byte of log messages, with indexes", "%.2f bytes".formatted(stored))
                .comparedTo("plain table: %.2f bytes".formatted(plain), stored / plain));
    }
}
