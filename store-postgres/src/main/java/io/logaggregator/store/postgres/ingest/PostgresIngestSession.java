package io.logaggregator.store.postgres.ingest;

import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ingest.IngestTransaction;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.store.postgres.alerts.evaluation.AlertEvaluation;
import io.logaggregator.store.postgres.commits.IngestCommits;
import io.logaggregator.store.postgres.sql.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing side, on one connection.
 *
 * <p>Sessions never wait for one another in a circle, since all take their locks in one order: the keys of new series, in
 * a transaction before; then, in the main one, positions in the order of their keys; then rows of tables in which
 * nothing collides; then the states of what rules watch, in the order of their fingerprints, and notices of rules; then
 * hosts in the order of their names.
 */
public final class PostgresIngestSession implements IngestSession {

    private static final Logger log = LoggerFactory.getLogger(PostgresIngestSession.class);

    private final Connection connection;
    private final Positions positions;
    private final SeriesIds seriesIds;
    private final BinaryCopy binaryCopy;
    private final IngestCommits ingestCommits;
    private final AlertEvaluation alertJudging;
    private final SeenHosts seenHosts;

    public PostgresIngestSession(Connection connection) {
        this.connection = connection;
        positions = new Positions(connection);
        seriesIds = new SeriesIds(connection);
        binaryCopy = new BinaryCopy(connection);
        ingestCommits = new IngestCommits(connection);
        alertJudging = new AlertEvaluation(connection);
        seenHosts = new SeenHosts(connection);
    }

    @Override
    public Map<Partition, Long> positions(Map<Partition, Long> earliest) {
        return committed(() -> positions.begin(earliest));
    }

    @Override
    public void inTransaction(Consumer<IngestTransaction> work) {
        IngestWork gathered = new IngestWork();
        work.accept(gathered);
        List<SeriesIds.Sample> samples = committed(() -> seriesIds.resolve(gathered.metricSamples));
        committed(() -> {
            positions.advance(gathered.advances);
            binaryCopy.copy(gathered.logEvents, CopyTable.LOG_EVENT);
            binaryCopy.copy(samples, CopyTable.METRIC_SAMPLE);
            binaryCopy.copy(gathered.processSnapshots, CopyTable.PROCESS_SNAPSHOT);
            binaryCopy.copy(gathered.rejected, CopyTable.REJECTED_MESSAGE);
            ingestCommits.record(gathered.advances, gathered.logEvents, gathered.metricSamples);
            alertJudging.judge(gathered.metricSamples.size(), gathered.signals);
            seenHosts.note(gathered.observations);
            return gathered;
        });
        seenHosts.committed();
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

    /** A connection that cannot even roll back is broken: the server does it, and the next use says so. */
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
            log.debug("closing a connection failed", failure);
        }
    }

    @FunctionalInterface
    private interface Statements<T> {
        T run() throws SQLException;
    }
}
