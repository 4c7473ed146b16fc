package io.logaggregator.core.ledger;

import io.logaggregator.core.common.QueryTimeoutException;
import java.util.List;

/** Accounting of all messages, which proves that none was lost and none stored twice. */
public interface Ledger {

    /** Every partition that was ever read, by topic and number. */
    List<LedgerEntry> entries();

    /** Offsets that the queue lost before they were read, newest first. */
    List<LedgerGap> gaps(int limit);

    /**
     * Counts the rows of every kind in one snapshot with the sums of the ledger, so that the counts are exact during
     * ingest. Slow: it reads all data. Throws {@link QueryTimeoutException} when it takes too long.
     */
    List<StoredRows> count();
}
