package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.report.Goal;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;

/**
 * Drains a backlog through the whole pipeline, and in turn copies the rows it makes into the same tables with the same
 * indexes: with one COPY in text format, and with two in binary format, which is the limit.
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
            report.add(Row.of(
                    "disk per byte of log messages, with indexes",
                    "%.2f bytes".formatted((double) warmUp.bytes("log_event") / backlog.bytes())));
            try (RowFiles rows = RowFiles.of(warmUp)) {
                IngestBenchmark benchmark = new IngestBenchmark(report, backlog, rows);
                benchmark.compare("log messages", Pipeline.SHIPPED, arguments.number("rounds"));
                benchmark.compare("log messages, `synchronous_commit=on`", Pipeline.SHIPPED.synchronous(), 1);
                benchmark.compareProcessorTime(warmUp, arguments.number("messages"));
            }
        }
    }

    private void compare(String what, Pipeline pipeline, int rounds) throws Exception {
        double[] rates = new Turns(report)
                .add("pipeline", () -> backlog.drain(pipeline))
                .add("text COPY", () -> rows.copyText(pipeline.properties()))
                .add("two binary COPYs", () -> rows.copyBinary(pipeline.properties()))
                .medians(rounds);
        Row row = Row.of(what, "%,.0f/s".formatted(rates[0]));
        report.add(row.against("text COPY: %,.0f/s".formatted(rates[1]), rates[0] / rates[1])
                .judged(OF_TEXT, rates[0] / rates[1]));
        report.add(row.against("two binary COPYs: %,.0f/s".formatted(rates[2]), rates[0] / rates[2])
                .judged(OF_LIMIT, rates[0] / rates[2]));
    }

    /** What limits, where all share a few cores: time on them for each row. */
    private void compareProcessorTime(ScratchDatabase database, int messages) throws Exception {
        report.progress("CPU time, one round");
        ProcessorTime pipeline = ProcessorTime.of(database, () -> backlog.drain(Pipeline.SHIPPED));
        ProcessorTime text = ProcessorTime.of(database, () -> rows.copyText(Pipeline.SHIPPED.properties()));
        report.add(Row.of(
                        "CPU time per log message",
                        "%.1f µs (%s)".formatted(pipeline.microsEach(messages), pipeline.partsEach(messages)))
                .against(
                        "text COPY: %.1f µs".formatted(text.microsEach(messages)),
                        pipeline.microsEach(messages) / text.microsEach(messages)));
    }
}
