package io.logaggregator.application;

import io.logaggregator.domain.Advance;
import io.logaggregator.domain.Observation;
import io.logaggregator.domain.RejectedMessage;
import java.util.List;

/** What can be done within a transaction of {@link IngestSession}. Its failures end the transaction. */
public interface IngestTransaction {

    /**
     * Moves positions, compare and set, and adds to the ledger; lost offsets become gaps of the ledger.
     *
     * @param advances at most one per partition
     */
    void advance(List<Advance> advances);

    void append(List<Observation> observations);

    void reject(List<RejectedMessage> messages);
}
