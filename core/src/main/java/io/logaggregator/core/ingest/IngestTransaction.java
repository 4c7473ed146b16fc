package io.logaggregator.core.ingest;

import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.engine.TrackedHosts;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.observation.Observation;
import java.util.List;
import java.util.function.Function;

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

    /**
     * Judges signals by {@link io.logaggregator.core.alerting.engine.Evaluator}, each against the state of what it is
     * about, which nobody else judges meanwhile. States, alerts, transitions, evidence and notifications are kept with
     * all the rest.
     *
     * @param signals asked once, each signal once in what it answers, for what is remembered
     */
    void judge(Function<TrackedHosts, List<Signal>> signals);
}
