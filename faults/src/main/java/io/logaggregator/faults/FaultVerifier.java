package io.logaggregator.faults;

import io.logaggregator.core.ledger.LedgerEntry;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.faults.system.Await;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.testkit.CpuSample;
import io.logaggregator.testkit.ExpectedTransitions;
import io.logaggregator.testkit.WebhookReceiver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/** Compares stored data, alerts and notifications with the issued messages. */
final class FaultVerifier {

    private static final Duration COMPLETION_TIMEOUT = Duration.ofMinutes(5);

    private final StoredData stored;
    private final PostgresStore store;
    private final List<WebhookReceiver> receivers;
    private final List<? extends Workload.NumberedLogs> logs;
    private final CpuWorkload cpu;
    private final Differences differences;
    private long messages;

    FaultVerifier(
            StoredData stored,
            PostgresStore store,
            List<WebhookReceiver> receivers,
            List<? extends Workload.NumberedLogs> logs,
            CpuWorkload cpu,
            Differences differences) {
        this.stored = stored;
        this.store = store;
        this.receivers = receivers;
        this.logs = logs;
        this.cpu = cpu;
        this.differences = differences;
    }

    record Counts(
            long logsIssued, long logsStored, long samplesIssued, long samplesStored, long transitions, long stored) {}

    /**
     * Returns when all messages are stored and all notifications sent, or after a timeout.
     *
     * @param others number of messages of other senders
     */
    void awaitCompletion(long others) throws InterruptedException {
        messages = logsIssued() + cpu.issued() + others;
        boolean complete = Await.until(
                COMPLETION_TIMEOUT, () -> stored.messages() >= messages && stored.notifications("PENDING") == 0);
        differences.require(
                complete, "messages or notifications are pending " + COMPLETION_TIMEOUT + " after the last fault");
    }

    Counts verify() throws SQLException {
        for (Workload.NumberedLogs workload : logs) {
            differences.compare(
                    "log messages of " + workload.host(),
                    LongStream.range(0, workload.issued())
                            .mapToObj(Long::toString)
                            .toList(),
                    stored.logMessages(workload.host()));
        }
        List<String> samples = stored.samples();
        differences.compare(
                "samples", cpu.samples().stream().map(FaultVerifier::line).toList(), samples);
        verifyLedger();
        ExpectedTransitions expected = expected();
        List<String> transitions = ExpectedTransitions.stored(
                store.alerts(), stored.alertIds().stream().map(UUID::fromString).toList());
        differences.compare("transitions", expected.lines(), transitions);
        verifyNotifications(expected);
        return new Counts(
                logsIssued(),
                stored.logEvents(),
                cpu.issued(),
                samples.size(),
                expected.lines().size(),
                transitions.size());
    }

    private long logsIssued() {
        return logs.stream().mapToLong(Workload.NumberedLogs::issued).sum();
    }

    private static String line(CpuSample sample) {
        return sample.host() + ' ' + sample.at().getEpochSecond() + ' ' + sample.ratio();
    }

    private ExpectedTransitions expected() {
        List<CpuSample> samples = cpu.samples();
        ExpectedTransitions expected = new ExpectedTransitions();
        TestRules.onCpu(store.alertRules())
                .forEach(rule -> expected.add(rule, samples, samples.getLast().at()));
        return expected;
    }

    private void verifyLedger() throws SQLException {
        differences.reject(
                "partitions with an unbalanced ledger",
                store.ledger().entries().stream()
                        .filter(entry -> !entry.isBalanced())
                        .map(LedgerEntry::toString)
                        .toList());
        differences.reject(
                "row counts different from the ledger",
                store.ledger().count().stream()
                        .filter(rows -> !rows.isBalanced())
                        .map(StoredRows::toString)
                        .toList());
        differences.reject("minutes with a wrong count of events", stored.miscountedMinutes());
        differences.reject(
                "gaps (messages lost by the queue)",
                store.ledger().gaps(10).stream().map(Object::toString).toList());
        differences.require(
                stored.messages() == messages, "the ledger counts " + stored.messages() + " messages of " + messages);
        differences.require(stored.rejectedMessages() == 0, stored.rejectedMessages() + " messages were rejected");
    }

    private void verifyNotifications(ExpectedTransitions expected) throws SQLException {
        for (int i = 0; i < receivers.size(); i++) {
            WebhookReceiver receiver = receivers.get(i);
            differences.compare(
                    "webhook calls to receiver " + i, expected.notificationIds(TestRules.channelId(i)), receiver.ids());
            differences.reject("webhook calls repeated with another body", receiver.idsWithSeveralBodies());
        }
        for (String status : List.of("PENDING", "FAILED")) {
            long left = stored.notifications(status);
            differences.require(left == 0, left + " notifications are " + status);
        }
    }
}
