package io.logaggregator.core.ingest;

import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.queue.Partition;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The writing side of the store for one consumer loop. Not thread-safe. After a {@link StoreUnavailableException} the
 * session is of no more use: close it and open another.
 */
public interface IngestSession extends AutoCloseable {

    /**
     * Where each partition is to be read next.
     *
     * @param earliest for each partition asked for, the first offset the queue still holds: there a partition begins
     *     that has never been read, and from now on has a position
     * @return exactly the partitions asked for
     */
    Map<Partition, Long> positions(Map<Partition, Long> earliest);

    /**
     * Runs work in one transaction: all of it is visible and durable afterwards, or none of it.
     *
     * @throws StaleOwnerException nothing was done: a position was not where {@code advance} expected it
     * @throws DataRejectedException nothing was done: some of the rows are refused as data
     * @throws StoreUnavailableException the outcome is unknown: read the positions again to learn it
     */
    void inTransaction(Consumer<IngestTransaction> work);

    @Override
    void close();
}
