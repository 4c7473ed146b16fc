package io.logaggregator.core.ingest;

import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The content of one transaction of an {@link IngestSession}. Immutable.
 *
 * @param advances position changes, at most one per partition: compare and set, with the counts for the ledger; lost
 *     offsets become gaps of the ledger
 * @param activity by host, the newest time when one of its messages entered the queue
 * @param signals extracts the signals to evaluate; called once per attempt, after the observations are stored
 */
public record IngestBatch(
        List<Advance> advances,
        List<Observation> observations,
        List<RejectedMessage> rejectedMessages,
        Map<String, Instant> activity,
        Signal.Source signals) {

    public static final IngestBatch EMPTY =
            new IngestBatch(List.of(), List.of(), List.of(), Map.of(), (_, _) -> List.of());

    public IngestBatch {
        advances = List.copyOf(advances);
        observations = List.copyOf(observations);
        rejectedMessages = List.copyOf(rejectedMessages);
        activity = Collections.unmodifiableMap(activity);
    }

    /**
     * Returns a batch of observations that entered the queue when they were observed. It neither moves a position nor
     * evaluates rules.
     */
    public static IngestBatch of(List<? extends Observation> observations) {
        Map<String, Instant> activity = new HashMap<>();
        for (Observation observation : observations) {
            if (observation.isHostActivity()) {
                Instant at = observation instanceof MetricSample sample ? sample.queuedAt() : observation.observedAt();
                activity.merge(observation.host(), at, (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        return new IngestBatch(List.of(), List.copyOf(observations), List.of(), activity, EMPTY.signals);
    }

    public IngestBatch withAdvances(List<Advance> replacement) {
        return new IngestBatch(replacement, observations, rejectedMessages, activity, signals);
    }

    public IngestBatch withRejectedMessages(List<RejectedMessage> replacement) {
        return new IngestBatch(advances, observations, replacement, activity, signals);
    }

    public IngestBatch withSignals(Signal.Source replacement) {
        return new IngestBatch(advances, observations, rejectedMessages, activity, replacement);
    }

    public IngestBatch withSignals(Function<TrackedHosts, List<Signal>> replacement) {
        return withSignals((tracked, _) -> replacement.apply(tracked));
    }
}
