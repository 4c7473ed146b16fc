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
import io.logaggregator.core.common.StoreBusyException;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ledger.Ledger;
import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.metrics.MetricSearch;

/**
 * Where everything lands and is read from: one component that hands out small roles. Thread-safe, and so is each role
 * but {@link IngestSession}.
 *
 * <p>Every method of every role throws {@link StoreUnavailableException} when the store cannot be reached, and
 * {@link StoreBusyException} when it is asked too much at a time. Creating a store does no I/O.
 */
public interface Store extends AutoCloseable {

    /** Brings the schema up to date, once, before first use; waits for other instances that do the same. */
    void migrate();

    /** Opens the writing side for one consumer loop, with a connection of its own. */
    IngestSession openIngestSession();

    LogSearch logs();

    LogExport logExport();

    LogTail logTail();

    MetricSearch metrics();

    HostDirectory hosts();

    RejectedMessages rejectedMessages();

    Ledger ledger();

    Maintenance upkeep();

    StorageSize storageSize();

    AlertRules alertRules();

    Alerts alerts();

    TimeBasedEvaluation alertClock();

    Channels channels();

    Outbox outbox();

    StoredHistory storedHistory();

    ApiKeys apiKeys();

    BrowserSessions browserSessions();

    AuditLog auditLog();

    Revisions revisions();

    /** Asks the store for a sign of life. */
    void check();

    @Override
    void close();
}
