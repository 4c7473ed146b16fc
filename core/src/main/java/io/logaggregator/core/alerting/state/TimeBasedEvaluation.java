package io.logaggregator.core.alerting.state;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Transactions for conditions that change with time alone. Their time is the ingest watermark, not the wall clock, so that
 * a delay of this system is not reported as missing data of a host.
 *
 * <p>Each kind of work runs in a transaction of its own, on one instance at a time. The methods return false, without
 * doing anything, while another instance runs one.
 */
public interface TimeBasedEvaluation {

    /**
     * The time up to which all data of these topics are stored; empty while some partition was never read to its end.
     */
    Optional<Instant> watermark(Set<String> topics);

    /** Runs work and commits it. */
    boolean run(Consumer<AlertStateStore> work);

    /** Completes the oldest incomplete evidence. */
    boolean completeEvidence();

    /** Deletes states that were inactive for some minutes. */
    boolean deleteInactive();
}
