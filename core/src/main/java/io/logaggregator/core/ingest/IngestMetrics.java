package io.logaggregator.core.ingest;

import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.Rejection;
import java.time.Duration;
import java.util.Map;

/** Receives the metrics of the consumer loops. Called by several threads; must neither block nor throw. */
public interface IngestMetrics {

    /** Discards all metrics. */
    IngestMetrics NONE = new IngestMetrics() {
        @Override
        public void committed(Commit commit) {}

        @Override
        public void retried(Cause cause) {}
    };

    /** Records a committed transaction. */
    void committed(Commit commit);

    /** Records that work is repeated. */
    void retried(Cause cause);

    /** The reason for a retry. */
    enum Cause {
        STORE_UNAVAILABLE,
        QUEUE_UNAVAILABLE,
        /** Another consumer moved the position. */
        STALE_OWNER,
        /** The store rejected some rows of a batch, which is split. */
        DATA_REFUSED,
        /** A bug in this program: the loop restarts. */
        FAILURE
    }

    /**
     * A committed transaction.
     *
     * @param tally sums over the partitions
     * @param rejections number of rejected-message rows, by reason
     * @param bytes of keys and values
     * @param transaction duration from begin to commit
     * @param delay from the queue timestamp of the oldest message to the commit; zero without messages
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
