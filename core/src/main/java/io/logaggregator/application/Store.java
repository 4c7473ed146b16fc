package io.logaggregator.application;

import io.logaggregator.application.access.ApiKeys;
import io.logaggregator.application.access.BrowserSessions;
import io.logaggregator.application.alert.AlertRules;
import io.logaggregator.application.alert.Alerts;
import io.logaggregator.application.alert.Channels;
import io.logaggregator.application.alert.Outbox;
import io.logaggregator.application.alert.StoredHistory;
import io.logaggregator.application.alert.TimeBasedEvaluation;

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
