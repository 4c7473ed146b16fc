package io.logaggregator.core.ingest;

import io.logaggregator.core.access.ApiKeys;
import io.logaggregator.core.access.AuditLog;
import io.logaggregator.core.access.BrowserSessions;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.alerting.backtest.StoredHistory;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.engine.TimeBasedEvaluation;
import io.logaggregator.core.alerting.engine.TrackedHosts;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.Ledger;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.metrics.MetricSearch;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.store.Maintenance;
import io.logaggregator.core.store.Revisions;
import io.logaggregator.core.store.StorageSize;
import io.logaggregator.core.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** The writing side of a store in memory, with transactions and with failures on demand. */
final class FakeStore implements Store {

    final Map<Partition, Long> positions = new ConcurrentHashMap<>();
    final List<String> stored = new CopyOnWriteArrayList<>();
    final List<RejectedMessage> rejected = new CopyOnWriteArrayList<>();
    final List<Advance> advances = new CopyOnWriteArrayList<>();
    final List<Signal> signals = new CopyOnWriteArrayList<>();
    volatile boolean away;
    volatile boolean losesOneAnswer;
    volatile Predicate<String> refuses = _ -> false;
    volatile boolean refusesRejections;

    @Override
    public IngestSession openIngestSession() {
        return new Session();
    }

    private final class Session implements IngestSession {

        @Override
        public Map<Partition, Long> positions(Map<Partition, Long> earliest) {
            checkThere();
            Map<Partition, Long> answer = new HashMap<>();
            earliest.forEach((partition, first) -> {
                positions.putIfAbsent(partition, first);
                answer.put(partition, positions.get(partition));
            });
            return answer;
        }

        @Override
        public void inTransaction(Consumer<IngestTransaction> work) {
            checkThere();
            Transaction transaction = new Transaction();
            work.accept(transaction);
            transaction.commit();
            if (losesOneAnswer) {
                losesOneAnswer = false;
                throw new StoreUnavailableException("the answer to the commit was lost", null);
            }
        }

        @Override
        public void close() {}
    }

    private final class Transaction implements IngestTransaction {

        private final List<Runnable> effects = new ArrayList<>();

        @Override
        public void advance(List<Advance> steps) {
            Set<Partition> stale = new HashSet<>();
            for (Advance step : steps) {
                if (positions.getOrDefault(step.partition(), -1L) != step.from()) {
                    stale.add(step.partition());
                }
            }
            if (!stale.isEmpty()) {
                throw new StaleOwnerException(stale);
            }
            effects.add(() -> steps.forEach(step -> positions.put(step.partition(), step.to())));
            effects.add(() -> advances.addAll(steps));
        }

        @Override
        public void append(List<Observation> observations) {
            for (Observation observation : observations) {
                String message = ((LogEvent) observation).message();
                if (refuses.test(message)) {
                    throw new DataRejectedException("not " + message, null);
                }
                effects.add(() -> stored.add(message));
            }
        }

        @Override
        public void reject(List<RejectedMessage> messages) {
            if (refusesRejections && !messages.isEmpty()) {
                throw new DataRejectedException("no rejections", null);
            }
            effects.add(() -> rejected.addAll(messages));
        }

        @Override
        public void judge(Function<TrackedHosts, List<Signal>> more) {
            effects.add(() -> signals.addAll(more.apply(TrackedHosts.NONE)));
        }

        private void commit() {
            effects.forEach(Runnable::run);
        }
    }

    private void checkThere() {
        if (away) {
            throw new StoreUnavailableException("away", null);
        }
    }

    @Override
    public void migrate() {}

    @Override
    public void check() {}

    @Override
    public void close() {}

    @Override
    public LogSearch logs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public LogExport logExport() {
        throw new UnsupportedOperationException();
    }

    @Override
    public LogTail logTail() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Revisions revisions() {
        throw new UnsupportedOperationException();
    }

    @Override
    public MetricSearch metrics() {
        throw new UnsupportedOperationException();
    }

    @Override
    public HostDirectory hosts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RejectedMessages rejectedMessages() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Ledger ledger() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Maintenance maintenance() {
        throw new UnsupportedOperationException();
    }

    @Override
    public StorageSize storageSize() {
        throw new UnsupportedOperationException();
    }

    @Override
    public AlertRules alertRules() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Alerts alerts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public TimeBasedEvaluation timeBasedEvaluation() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Channels channels() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outbox outbox() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ApiKeys apiKeys() {
        throw new UnsupportedOperationException();
    }

    @Override
    public BrowserSessions browserSessions() {
        throw new UnsupportedOperationException();
    }

    @Override
    public AuditLog auditLog() {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoredHistory storedHistory() {
        throw new UnsupportedOperationException();
    }
}
