package io.logaggregator.application;

import io.logaggregator.application.access.ApiKeys;
import io.logaggregator.application.access.BrowserSessions;
import io.logaggregator.application.alert.AlertRules;
import io.logaggregator.application.alert.Alerts;
import io.logaggregator.application.alert.Channels;
import io.logaggregator.application.alert.Outbox;
import io.logaggregator.application.alert.StoredHistory;
import io.logaggregator.application.alert.TimeBasedEvaluation;

/** A store that does what another one does: the base of decorators, which so survive new roles. */
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
    public Maintenance upkeep() {
        return store.upkeep();
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
    public TimeBasedEvaluation alertClock() {
        return store.alertClock();
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
