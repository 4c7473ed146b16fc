package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.environment.ScratchDatabase;
import io.logaggregator.benchmarks.report.Arguments;
import io.logaggregator.benchmarks.report.Goal;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;
import io.logaggregator.benchmarks.sample.SampleReports;
import io.logaggregator.wire.WireFormat;
import java.time.Duration;
import java.time.Instant;

/** Ingests agent messages with all processes of their hosts. */
final class AgentsBenchmark {

    static final int PROCESSES = 400;

    private static final Goal ENTRIES = Goal.atLeast(100_000, "entries/s");
    private static final Goal BYTES = Goal.under(12, "bytes");

    private AgentsBenchmark() {}

    static void run(Arguments arguments, Report report) throws Exception {
        int hosts = arguments.number("hosts");
        int messages = hosts * arguments.number("samples");
        report.progress("publishing and warming up");
        Backlog backlog = publish(hosts, messages);
        try (ScratchDatabase warmUp = ScratchDatabase.create()) {
            backlog.drain(warmUp, Pipeline.SHIPPED);
            double[] rates = new InterleavedRounds(report)
                    .add("messages", () -> backlog.drain(Pipeline.SHIPPED))
                    .medians(arguments.number("rounds"));
            double entries = rates[0] * PROCESSES;
            report.add(Row.of(
                            "agent messages, %,d hosts, %d processes each".formatted(hosts, PROCESSES),
                            "%,.0f messages/s, %,.0f entries/s".formatted(rates[0], entries))
                    .withGoal(ENTRIES, entries));
            double bytes = (double) warmUp.bytes("process_") / messages / PROCESSES;
            report.add(Row.of("disk per process entry, with indexes", "%.1f bytes".formatted(bytes))
                    .withGoal(BYTES, bytes));
            double all = warmUp.bytes("process_") + warmUp.bytes("metric_");
            report.add(Row.of(
                    "disk per byte of agent messages, with indexes", "%.2f bytes".formatted(all / backlog.bytes())));
        }
    }

    private static Backlog publish(int hosts, int messages) {
        Instant begin = Instant.now().minus(Duration.ofHours(1));
        return Backlog.publish(messages, WireFormat.AGENT, SampleReports.full(hosts, PROCESSES, begin)::next);
    }
}
