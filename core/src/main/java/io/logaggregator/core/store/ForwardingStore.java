package io.logaggregator.core.store;

import io.logaggregator.core.access.ApiKeys;
import io.logaggregator.core.access.AuditLog;
import io.logaggregator.core.access.BrowserSessions;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.alerting.backtest.StoredHistory;
import io.logaggregator.core.alerting.engine.TimeBasedEvaluation;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ledger.Ledger;
import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.metrics.MetricSearch;

/** Base of store decorators: forwards every call. */
public abstract class ForwardingStore implements Store {

    private final Store store;

    protected ForwardingStore(Store store) {
        this.store = store;
    }

    @Override
    public void migrate() {
        store.migrate();
    }

    @Override
    public IngestSession openIngestSession() {
        return store.openIngestSession();
    }

    @Override
    public LogSearch logs() {
        return store.logs();
    }

    @Override
    public LogExport logExport() {
        return store.logExport();
    }

    @Override
    public LogTail logTail() {
        return store.logTail();
    }

    @Override
    public MetricSearch metrics() {
        return store.metrics();
    }

    @Override
    public HostDirectory hosts() {
        return store.hosts();
    }

    @Override
    public RejectedMessages rejectedMessages() {
        return store.rejectedMessages();
    }

    @Override
    public Ledger ledger() {
        return store.ledger();
    }

    @Override
    public Maintenance maintenance() {
        return store.maintenance();
    }

    @Override
    public StorageSize storageSize() {
        return store.storageSize();
    }

    @Override
    public AlertRules alertRules() {
        return store.alertRules();
    }

    @Override
    public Alerts alerts() {
        return store.alerts();
    }

    @Override
    public TimeBasedEvaluation timeBasedEvaluation() {
        return store.timeBasedEvaluation();
    }

    @Override
    public Channels channels() {
        return store.channels();
    }

    @Override
    public Outbox outbox() {
        return store.outbox();
    }

    @Override
    public StoredHistory storedHistory() {
        return store.storedHistory();
    }

    @Override
    public ApiKeys apiKeys() {
        return store.apiKeys();
    }

    @Override
    public BrowserSessions browserSessions() {
        return store.browserSessions();
    }

    @Override
    public AuditLog auditLog() {
        return store.auditLog();
    }

    @Override
    public Revisions revisions() {
        return store.revisions();
    }

    @Override
    public void check() {
        store.check();
    }

    @Override
    public void close() {
        store.close();
    }
}
