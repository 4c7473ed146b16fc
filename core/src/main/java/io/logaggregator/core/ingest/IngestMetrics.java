package io.logaggregator.core.ingest;

import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.Rejection;
import java.time.Duration;
import java.util.Map;

/** What the consumer loops tell about their work. Called by several threads; must neither block nor throw. */
public interface IngestMetrics {

    /** Tells nobody. */
    IngestMetrics NONE = new IngestMetrics() {
        @Override
        public void committed(Commit commit) {}

        @Override
        public void retried(Cause cause) {}
    };

    /** A transaction was committed. */
    void committed(Commit commit);

    /** Work has to be done again. */
    void retried(Cause cause);

    /** Why work has to be done again. */
    enum Cause {
        STORE_UNAVAILABLE,
        QUEUE_UNAVAILABLE,
        /** Another consumer moved the position. */
        STALE_OWNER,
        /** The store refused some of a batch, which is now halved. */
        DATA_REFUSED,
        /** A defect of this program: the loop begins anew. */
        FAILURE
    }

    /**
     * A committed transaction.
     *
     * @param tally sums over its partitions
     * @param rejections how many rows of rejected messages, by reason
     * @param bytes of keys and values
     * @param transaction from its begin to its commit
     * @param delay from the queue's time of its oldest message to the commit; zero where it holds no message
     */
    record Commit(
            IngestCounts tally,
            Map<Rejection.Reason, Integer> rejections,
            long bytes,
            Duration transaction,
            Duration delay) {

        public Commit {
            rejections = Map.copyOf(rejections);
        }
    }
}
