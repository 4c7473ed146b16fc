package io.logaggregator.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
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
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ledger.Ledger;
import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.metrics.MetricSearch;
import io.logaggregator.core.store.Maintenance;
import io.logaggregator.core.store.Revisions;
import io.logaggregator.core.store.StorageSize;
import io.logaggregator.core.store.Store;
import io.logaggregator.store.postgres.access.PostgresApiKeys;
import io.logaggregator.store.postgres.access.PostgresAuditLog;
import io.logaggregator.store.postgres.access.PostgresBrowserSessions;
import io.logaggregator.store.postgres.access.PostgresSavedViews;
import io.logaggregator.store.postgres.alerts.PostgresAlertRules;
import io.logaggregator.store.postgres.alerts.PostgresAlerts;
import io.logaggregator.store.postgres.alerts.PostgresChannels;
import io.logaggregator.store.postgres.alerts.PostgresTimeBasedEvaluation;
import io.logaggregator.store.postgres.alerts.backtest.PostgresStoredHistory;
import io.logaggregator.store.postgres.alerts.outbox.PostgresOutbox;
import io.logaggregator.store.postgres.alerts.scheduled.PostgresScheduledEvaluation;
import io.logaggregator.store.postgres.alerts.silence.PostgresMutedNotifications;
import io.logaggregator.store.postgres.alerts.silence.PostgresNamedDefinitions;
import io.logaggregator.store.postgres.alerts.silence.PostgresSilences;
import io.logaggregator.store.postgres.commits.PostgresRevisions;
import io.logaggregator.store.postgres.ingest.PostgresIngestSession;
import io.logaggregator.store.postgres.ingest.PostgresLedger;
import io.logaggregator.store.postgres.ingest.PostgresRejectedMessages;
import io.logaggregator.store.postgres.logs.PostgresLogExport;
import io.logaggregator.store.postgres.logs.PostgresLogSearch;
import io.logaggregator.store.postgres.logs.PostgresLogTail;
import io.logaggregator.store.postgres.maintenance.PostgresMaintenance;
import io.logaggregator.store.postgres.metrics.PostgresHostDirectory;
import io.logaggregator.store.postgres.metrics.PostgresMetricSearch;
import io.logaggregator.store.postgres.sql.Connections;
import io.logaggregator.store.postgres.sql.Migration;
import io.logaggregator.store.postgres.sql.Pools;
import io.logaggregator.store.postgres.sql.Sql;
import java.time.InstantSource;

/** The store on PostgreSQL 15 to 18. Thread-safe. */
public final class PostgresStore implements Store {

    private final PostgresStoreConfig config;
    private final InstantSource clock;
    private final Connections connections;
    private final Pools pools;
    private final HikariDataSource tailPool;
    private final PostgresMaintenance maintenance;
    private final PostgresStoredHistory storedHistory;

    /** Creates a store that opens no connection before first use. */
    public PostgresStore(PostgresStoreConfig config) {
        this(config, InstantSource.system());
    }

    PostgresStore(PostgresStoreConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        connections = new Connections(config);
        pools = Pools.of(connections, config.poolSize());
        tailPool = connections.tailPool();
        maintenance = new PostgresMaintenance(connections);
        storedHistory = new PostgresStoredHistory(connections);
    }

    @Override
    public void migrate() {
        new Migration(connections.forMaintenance()).run();
        maintenance.prepare(clock.instant());
    }

    @Override
    public IngestSession openIngestSession() {
        return new PostgresIngestSession(connections.openForIngest(), config.maxHosts(), config.maxSeries());
    }

    @Override
    public LogSearch logs() {
        return new PostgresLogSearch(pools, config.queryTimeout());
    }

    @Override
    public LogExport logExport() {
        return new PostgresLogExport(connections);
    }

    @Override
    public LogTail logTail() {
        return new PostgresLogTail(tailPool);
    }

    @Override
    public MetricSearch metrics() {
        return new PostgresMetricSearch(pools);
    }

    @Override
    public HostDirectory hosts() {
        return new PostgresHostDirectory(pools.quick());
    }

    @Override
    public RejectedMessages rejectedMessages() {
        return new PostgresRejectedMessages(pools.quick());
    }

    @Override
    public Ledger ledger() {
        return new PostgresLedger(pools);
    }

    @Override
    public Maintenance maintenance() {
        return maintenance;
    }

    @Override
    public StorageSize storageSize() {
        return new PostgresMaintenance.StoredSize(pools.quick());
    }

    @Override
    public AlertRules alertRules() {
        return new PostgresAlertRules(pools.quick());
    }

    @Override
    public Alerts alerts() {
        return new PostgresAlerts(pools);
    }

    @Override
    public TimeBasedEvaluation timeBasedEvaluation() {
        return new PostgresTimeBasedEvaluation(pools.quick());
    }

    @Override
    public ScheduledEvaluation scheduledEvaluation() {
        return new PostgresScheduledEvaluation(pools.quick());
    }

    @Override
    public Channels channels() {
        return new PostgresChannels(pools.quick());
    }

    @Override
    public Outbox outbox() {
        return new PostgresOutbox(pools.quick());
    }

    @Override
    public Silences silences() {
        return new PostgresSilences(pools.quick());
    }

    @Override
    public NamedDefinitions<MuteInterval> muteIntervals() {
        return PostgresNamedDefinitions.intervals(pools.quick());
    }

    @Override
    public NamedDefinitions<Inhibition> inhibitions() {
        return PostgresNamedDefinitions.inhibitions(pools.quick());
    }

    @Override
    public MutedNotifications mutedNotifications() {
        return new PostgresMutedNotifications(pools.quick());
    }

    @Override
    public StoredHistory storedHistory() {
        return storedHistory;
    }

    @Override
    public ApiKeys apiKeys() {
        return new PostgresApiKeys(pools.quick());
    }

    @Override
    public BrowserSessions browserSessions() {
        return new PostgresBrowserSessions(pools.quick());
    }

    @Override
    public SavedViews savedViews() {
        return new PostgresSavedViews(pools.quick());
    }

    @Override
    public AuditLog auditLog() {
        return new PostgresAuditLog(pools.quick());
    }

    @Override
    public Revisions revisions() {
        return new PostgresRevisions(pools.quick());
    }

    @Override
    public String secret() {
        return Sql.of("select secret from store_secret")
                .first(pools.quick(), row -> row.getString("secret"))
                .orElseThrow();
    }

    @Override
    public void check() {
        Sql.of("select 1").list(pools.quick(), _ -> true);
    }

    @Override
    public void close() {
        pools.close();
        tailPool.close();
    }
}
