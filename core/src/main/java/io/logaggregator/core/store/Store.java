package io.logaggregator.core.store;

import io.logaggregator.core.access.ApiKeys;
import io.logaggregator.core.access.AuditLog;
import io.logaggregator.core.access.BrowserSessions;
import io.logaggregator.core.access.SavedViews;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.alerting.backtest.StoredHistory;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.scheduled.ScheduledEvaluation;
import io.logaggregator.core.alerting.silence.Inhibition;
import io.logaggregator.core.alerting.silence.MuteInterval;
import io.logaggregator.core.alerting.silence.MutedNotifications;
import io.logaggregator.core.alerting.silence.NamedDefinitions;
import io.logaggregator.core.alerting.silence.Silences;
import io.logaggregator.core.alerting.state.TimeBasedEvaluation;
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
 * The store: hands out the ports that read and write data. Thread-safe, and so is each port except {@link
 * IngestSession}.
 *
 * <p>Every method of every port throws {@link StoreUnavailableException} when the store is unavailable, and {@link
 * StoreBusyException} when too many queries run. Creating a store does no I/O.
 */
public interface Store extends AutoCloseable {

    /** Migrates the schema, once before first use; waits for other instances that do the same. */
    void migrate();

    /** Opens an ingest session with a connection of its own, for one consumer loop. */
    IngestSession openIngestSession();

    LogSearch logs();

    LogExport logExport();

    LogTail logTail();

    MetricSearch metrics();

    HostDirectory hosts();

    RejectedMessages rejectedMessages();

    Ledger ledger();

    Maintenance maintenance();

    StorageSize storageSize();

    AlertRules alertRules();

    Alerts alerts();

    TimeBasedEvaluation timeBasedEvaluation();

    ScheduledEvaluation scheduledEvaluation();

    Channels channels();

    Outbox outbox();

    Silences silences();

    NamedDefinitions<MuteInterval> muteIntervals();

    NamedDefinitions<Inhibition> inhibitions();

    MutedNotifications mutedNotifications();

    StoredHistory storedHistory();

    ApiKeys apiKeys();

    BrowserSessions browserSessions();

    SavedViews savedViews();

    AuditLog auditLog();

    Revisions revisions();

    /** The random secret of the store, which all instances share and no caller can read. */
    String secret();

    /** Checks that the store is available. */
    void check();

    @Override
    void close();
}
