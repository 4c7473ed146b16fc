package io.logaggregator.benchmarks;

import io.logaggregator.application.OutgoingMessage;
import io.logaggregator.domain.alert.RuleDefinition;
import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.wire.WireFormat;
import java.time.Instant;
import java.util.List;

/** Drains a backlog judged by rules, and by none, in turn. */
final class AlertsBenchmark {

    private static final String RULED = "with rules, messages/s";
    private static final String UNRULED = "without, messages/s";

    private final int rounds;

    private AlertsBenchmark(int rounds) {
        this.rounds = rounds;
    }

    static void run(int messages, int rounds) throws InterruptedException {
        new AlertsBenchmark(rounds).run(messages);
    }

    private void run(int messages) throws InterruptedException {
        SampleLogs logs = new SampleLogs(2, Instant.now().minusSeconds(3600));
        Backlog lines = new Backlog(messages, WireFormat.LOG, () -> new OutgoingMessage("", null, logs.next()));
        compare("20 rules, 10 of them on logs; log messages", lines, SampleRules.twenty());
        compare("a count of logs per user, of 50,000 users; log messages", lines, SampleRules.perUser());

        SampleReports calm = new SampleReports(0.2);
        Backlog calmHosts = new Backlog(messages / 5, WireFormat.AGENT, calm::next);
        compare("20 rules, none exceeded; agent messages of 50,000 hosts", calmHosts, SampleRules.twenty());

        SampleReports busy = new SampleReports(0.99);
        Backlog busyHosts = new Backlog(messages / 5, WireFormat.AGENT, busy::next);
        compare("one rule that all of 50,000 hosts exceed; agent messages", busyHosts, SampleRules.busy());
    }

    private void compare(String name, Backlog backlog, List<RuleDefinition> rules) throws InterruptedException {
        backlog.drain(TestPostgres.shared().newDatabase(), rules); // warms up
        System.out.printf("%n%s%n", name);
        Ratios ratios = new Ratios(RULED, UNRULED, rounds);
        for (int round = 0; round < rounds; round++) {
            ratios.add(
                    backlog.drain(TestPostgres.shared().newDatabase(), rules),
                    backlog.drain(TestPostgres.shared().newDatabase(), List.of()));
        }
        ratios.printMedian();
    }
}
