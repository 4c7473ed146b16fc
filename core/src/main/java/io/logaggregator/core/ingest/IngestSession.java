package io.logaggregator.core.ingest;

import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import java.util.Map;

/**
 * The write access of one consumer loop to the store. Not thread-safe. After a {@link StoreUnavailableException} the
 * session is unusable: close it and open another.
 */
public interface IngestSession extends AutoCloseable {

    /**
     * Returns the read position of each partition, and its number in ids.
     *
     * @param earliest the earliest offset in the queue of each partition; a partition without a stored position starts
     *     there
     * @return the stored positions of exactly these partitions
     */
    Map<Partition, StoredPosition> positions(Map<Partition, Long> earliest);

    /**
     * Stores a batch in one transaction: position changes, rows, samples of {@link
     * io.logaggregator.core.metrics.HostUtilization} that follow from its samples, counted in the ledger, and the alert states, alerts, transitions, evidence and
     * notifications that follow from its signals. {@link io.logaggregator.core.alerting.engine.AlertEngine} evaluates
     * the signals.
     *
     * @throws StaleOwnerException nothing was stored: a position differs from the expected one
     * @throws LimitExceededException nothing was stored: some hosts or metric series are new and beyond a limit
     * @throws DataRejectedException nothing was stored: some rows are invalid for the store
     * @throws StoreUnavailableException the outcome is unknown until the positions are read again
     */
    void store(IngestBatch batch);

    @Override
    void close();

    /**
     * Where reading of a partition continues.
     *
     * @param source number of the partition in ids, see {@link io.logaggregator.core.observation.EventId}; the same in all
     *     sessions, and another one for a topic that was created again
     */
    record StoredPosition(Position position, int source) {}
}
