package io.logaggregator.store.postgres.ingest;

import io.logaggregator.core.alerting.engine.AlertEngine;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ingest.LimitExceededException;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.store.postgres.alerts.PostgresAlertStates;
import io.logaggregator.store.postgres.commits.IngestCommits;
import io.logaggregator.store.postgres.commits.Removals;
import io.logaggregator.store.postgres.filters.MessageFilter;
import io.logaggregator.store.postgres.sql.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ingest session on one connection.
 *
 * <p>All sessions take their locks in the same order, so that they never deadlock: first the keys of new log streams and series, in
 * transactions of their own; then the shared lock that excludes {@linkplain Removals removals}, parts of utilization and
 * positions in key order, rows of tables without conflicts, windows of log-count rules, alert states in fingerprint order,
 * notices of rules, and hosts in name order.
 */
public final class PostgresIngestSession implements IngestSession {

    private static final Logger log = LoggerFactory.getLogger(PostgresIngestSession.class);

    private static final int MAX_ATTEMPTS = 5;
    private static final long UNKNOWN = -1;

    private final Connection connection;
    private long removals = UNKNOWN; // when what is cached was read
    private final Positions positions;
    private final SeriesIds seriesIds;
    private final LogStreams logStreams;
    private final BinaryCopy binaryCopy;
    private final IngestCommits ingestCommits;
    private final AlertEngine alerts;
    private final HostActivity hosts;
    private final DerivedUtilization derivedUtilization;

    /**
     * @param maxHosts hosts beyond which new ones are rejected
     * @param maxSeries metric series beyond which new ones are rejected
     */
    public PostgresIngestSession(Connection connection, int maxHosts, int maxSeries) {
        this.connection = connection;
        positions = new Positions(connection);
        seriesIds = new SeriesIds(connection, maxSeries);
        logStreams = new LogStreams(connection);
        binaryCopy = new BinaryCopy(connection);
        ingestCommits = new IngestCommits(connection);
        alerts = new AlertEngine(new PostgresAlertStates(connection));
        hosts = new HostActivity(connection, maxHosts);
        derivedUtilization = new DerivedUtilization(connection);
    }

    @Override
    public Map<Partition, StoredPosition> positions(Map<Partition, Long> earliest) {
        return committed(() -> positions.begin(earliest));
    }

    @Override
    public void store(IngestBatch batch) {
        Rows rows = Rows.of(batch.observations());
        LogStreams.Rows logs = committed(() -> logStreams.resolve(rows.logEvents));
        List<MessageFilter> filters = MessageFilter.of(rows.logEvents);
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                List<SeriesIds.Sample> samples = committed(() -> {
                    hosts.prepare(batch.observations(), batch.activity());
                    return seriesIds.resolve(rows.metricSamples);
                });
                boolean canDerive =
                        committed(() -> seriesIds.isResolvable(DerivedUtilization.series(rows.metricSamples)));
                if (store(batch, rows, logs, filters, samples, canDerive)) {
                    hosts.committed();
                    alerts.committed();
                    return;
                }
            } catch (LimitExceededException e) {
                if (!committed(this::isChangedByRemovals)) {
                    throw e;
                }
            }
        }
        throw new StoreUnavailableException("hosts or series removed " + MAX_ATTEMPTS + " times concurrently", null);
    }

    /** Returns whether the batch is stored; false if hosts or series that it relies on may have been removed. */
    private boolean store(
            IngestBatch batch,
            Rows rows,
            LogStreams.Rows logs,
            List<MessageFilter> filters,
            List<SeriesIds.Sample> samples,
            boolean canDerive) {
        return committed(() -> {
            if (isChangedByRemovals()) {
                return false;
            }
            List<MetricSample> derived = canDerive ? derivedUtilization.derive(rows.metricSamples) : List.of();
            positions.advance(withMetricSamples(derived.size(), batch.advances()));
            binaryCopy.copy(logs.ofStreams(), CopyTable.LOG_EVENT_OF_STREAM);
            binaryCopy.copy(logs.others(), CopyTable.LOG_EVENT);
            binaryCopy.copy(filters, CopyTable.MESSAGE_FILTER);
            binaryCopy.copy(samples, CopyTable.METRIC_SAMPLE);
            binaryCopy.copy(seriesIds.resolved(derived), CopyTable.METRIC_SAMPLE);
            binaryCopy.copy(rows.processSnapshots, CopyTable.PROCESS_SNAPSHOT);
            binaryCopy.copy(batch.rejectedMessages(), CopyTable.REJECTED_MESSAGE);
            ingestCommits.record(batch.advances(), rows.logEvents, rows.metricSamples);
            alerts.evaluate(rows.metricSamples.size(), batch.signals(), derived);
            hosts.recordHosts();
            return true;
        });
    }

    /** Counts derived samples in the ledger, with the first partition that has samples. */
    private static List<Advance> withMetricSamples(int derived, List<Advance> advances) {
        if (derived == 0 || advances.isEmpty()) {
            return advances;
        }
        int index = 0;
        while (index < advances.size() - 1 && advances.get(index).tally().metricSamples() == 0) {
            index++;
        }
        List<Advance> counted = new ArrayList<>(advances);
        counted.set(index, advances.get(index).withMetricSamples(derived));
        return counted;
    }

    /** Drops the caches if hosts or series were removed since they were filled. */
    private boolean isChangedByRemovals() throws SQLException {
        long now = Removals.exclude(connection);
        if (now == removals) {
            return false;
        }
        removals = now;
        seriesIds.clear();
        hosts.clear();
        return true;
    }

    /** Observations by table. */
    private record Rows(
            List<LogEvent> logEvents, List<MetricSample> metricSamples, List<ProcessSnapshot> processSnapshots) {

        static Rows of(List<Observation> observations) {
            Rows rows = new Rows(new ArrayList<>(observations.size()), new ArrayList<>(), new ArrayList<>());
            for (Observation observation : observations) {
                switch (observation) {
                    case LogEvent event -> rows.logEvents.add(event);
                    case MetricSample sample -> rows.metricSamples.add(sample);
                    case ProcessSnapshot snapshot -> rows.processSnapshots.add(snapshot);
                }
            }
            return rows;
        }
    }

    private <T> T committed(Statements<T> statements) {
        try {
            T result = statements.run();
            connection.commit();
            return result;
        } catch (SQLException failure) {
            rollBack(failure);
            throw SqlErrors.whileWriting(failure);
        } catch (RuntimeException failure) {
            rollBack(failure);
            throw failure;
        }
    }

    /** Where the rollback fails, the connection is broken: the server rolls back, and the next use fails. */
    private void rollBack(Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            log.debug("closing the ingest connection failed", failure);
        }
    }

    @FunctionalInterface
    private interface Statements<T> {
        T run() throws SQLException;
    }
}
