package io.logaggregator.faults;

import io.logaggregator.core.ledger.LedgerEntry;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.testkit.CpuSample;
import io.logaggregator.testkit.ExpectedTransitions;
import io.logaggregator.testkit.WebhookReceiver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/** Compares what was stored, alerted and told with what was issued. */
final class FaultVerifier {

    private static final Duration QUIET_LIMIT = Duration.ofMinutes(3);

    private final Stored stored;
    private final PostgresStore store;
    private final WebhookReceiver receiver;
    private final List<? extends NumberedLogs> logs;
    private final CpuSource cpu;
    private final Differences differences;

    FaultVerifier(
            Stored stored,
            PostgresStore store,
            WebhookReceiver receiver,
            List<? extends NumberedLogs> logs,
            CpuSource cpu,
            Differences differences) {
        this.stored = stored;
        this.store = store;
        this.receiver = receiver;
        this.logs = logs;
        this.cpu = cpu;
        this.differences = differences;
    }

    /** What was counted. */
    record Counts(
            long logsIssued, long logsStored, long samplesIssued, long samplesStored, long transitions, long stored) {}

    /** Returns when the last message is stored and the last alert told, or when that has taken far too long. */
    void awaitQuiet() throws InterruptedException {
        long issued = logsIssued() + cpu.issued();
        boolean quiet =
                Patience.until(QUIET_LIMIT, () -> stored.messages() >= issued && stored.notifications("PENDING") == 0);
        differences.require(quiet, "not all is stored and told within " + QUIET_LIMIT + " after the last fault");
    }

    Counts judge() throws SQLException {
        for (NumberedLogs source : logs) {
            differences.compare(
                    "log messages of " + source.host(),
                    LongStream.range(0, source.issued())
                            .mapToObj(Long::toString)
                            .toList(),
                    stored.logMessages(source.host()));
        }
        List<String> samples = stored.samples();
        differences.compare(
                "samples", cpu.samples().stream().map(FaultVerifier::line).toList(), samples);
        judgeLedger();
        ExpectedTransitions expected = expected();
        List<String> transitions = ExpectedTransitions.stored(
                store.alerts(), stored.alertIds().stream().map(UUID::fromString).toList());
        differences.compare("transitions", expected.lines(), transitions);
        judgeNotifications(expected);
        return new Counts(
                logsIssued(),
                stored.logEvents(),
                cpu.issued(),
                samples.size(),
                expected.lines().size(),
                transitions.size());
    }

    private long logsIssued() {
        return logs.stream().mapToLong(NumberedLogs::issued).sum();
    }

    private static String line(CpuSample sample) {
        return sample.host() + ' ' + sample.at().getEpochSecond() + ' ' + sample.ratio();
    }

    private ExpectedTransitions expected() {
        List<CpuSample> samples = cpu.samples();
        ExpectedTransitions expected = new ExpectedTransitions();
        VerifiedRules.onProcessor(store.alertRules())
                .forEach(rule -> expected.add(rule, samples, samples.getLast().at()));
        return expected;
    }

    private void judgeLedger() throws SQLException {
        differences.name(
                "partitions whose ledger is not balanced",
                store.ledger().entries().stream()
                        .filter(entry -> !entry.isBalanced())
                        .map(LedgerEntry::toString)
                        .toList());
        differences.name(
                "rows that are not as many as the ledger says",
                store.ledger().count().stream()
                        .filter(rows -> !rows.isBalanced())
                        .map(StoredRows::toString)
                        .toList());
        differences.name("minutes whose count is not that of their events", stored.miscountedMinutes());
        differences.name(
                "gaps, of messages that the queue has lost",
                store.ledger().gaps(10).stream().map(Object::toString).toList());
        differences.require(
                stored.messages() == logsIssued() + cpu.issued(),
                "the ledger counts " + stored.messages() + " messages of " + (logsIssued() + cpu.issued()));
        differences.require(stored.rejectedMessages() == 0, stored.rejectedMessages() + " messages were rejected");
    }

    private void judgeNotifications(ExpectedTransitions expected) throws SQLException {
        differences.compare("webhook calls", expected.notificationIds(VerifiedRules.CHANNEL), receiver.ids());
        differences.name("webhook calls told again with another body", receiver.idsWithSeveralBodies());
        for (String status : List.of("PENDING", "FAILED")) {
            long left = stored.notifications(status);
            differences.require(left == 0, left + " notifications are " + status);
        }
    }
}
