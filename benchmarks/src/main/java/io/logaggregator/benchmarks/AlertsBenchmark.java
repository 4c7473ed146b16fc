package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.report.Arguments;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.report.Row;
import io.logaggregator.benchmarks.sample.SampleReports;
import io.logaggregator.benchmarks.sample.SampleRules;
import io.logaggregator.wire.WireFormat;
import java.time.Duration;
import java.time.Instant;

/** Compares ingest with and without alert rules. */
final class AlertsBenchmark {

    private static final int HOSTS = 50_000;
    private static final Pipeline WITHOUT_RULES = Pipeline.SHIPPED.withRules(rules -> {});

    private final Report report;
    private final int rounds;

    private AlertsBenchmark(Report report, int rounds) {
        this.report = report;
        this.rounds = rounds;
    }

    static void run(Arguments arguments, Report report) throws Exception {
        int messages = arguments.number("messages");
        AlertsBenchmark benchmark = new AlertsBenchmark(report, arguments.number("rounds"));
        Backlog lines = Backlog.ofLogs(messages, 2);
        benchmark.compare("log messages, 20 rules, 10 of them on logs", lines, SampleRules.twenty());
        benchmark.compare("log messages, counted per user, 50,000 users", lines, SampleRules.perUser());
        benchmark.compare(
                "agent messages of 50,000 hosts, 20 rules, none exceeded",
                reports(messages / 5, 0.2),
                SampleRules.twenty());
        benchmark.compare(
                "agent messages of 50,000 hosts, one rule, exceeded by all",
                reports(messages / 5, 0.99),
                SampleRules.busy());
    }

    private static Backlog reports(int messages, double ratio) {
        SampleReports reports = SampleReports.small(HOSTS, ratio, Instant.now().minus(Duration.ofHours(1)));
        return Backlog.publish(messages, WireFormat.AGENT, reports::next);
    }

    private void compare(String what, Backlog backlog, SampleRules rules) throws Exception {
        report.progress("warming up: " + what);
        Pipeline ruled = Pipeline.SHIPPED.withRules(rules::create);
        backlog.drain(ruled);
        double[] rates = new InterleavedRounds(report)
                .add("with rules", () -> backlog.drain(ruled))
                .add("without rules", () -> backlog.drain(WITHOUT_RULES))
                .medians(rounds);
        report.add(Row.of(what, "%,.0f messages/s".formatted(rates[0]))
                .comparedTo("no rules: %,.0f/s".formatted(rates[1]), rates[0] / rates[1]));
    }
}
