package io.logaggregator.core.ledger;

import io.logaggregator.core.common.QueryTimeoutException;
import java.util.List;

/** What was made of each message: the account that proves that nothing was lost and nothing stored twice. */
public interface Ledger {

    /** Each partition ever read, by topic and number. */
    List<LedgerEntry> entries();

    /** Offsets that the queue lost before they were read, newest first, at most so many. */
    List<LedgerGap> gaps(int limit);

    /**
     * Counts the rows of every kind, all in one snapshot with the ledger's sums, so that it is exact while ingest goes on.
     * Slow: it reads everything. Throws {@link QueryTimeoutException} when it takes too long.
     */
    List<StoredRows> count();
}
