package io.logaggregator.store.postgres.ingest;

import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.engine.TrackedHosts;
import io.logaggregator.core.ingest.IngestTransaction;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.observation.ProcessSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a transaction is to do. It is gathered first and done afterwards, so that the session can choose the order: series
 * before the transaction begins, positions first within it, hosts last. See {@link PostgresIngestSession}.
 */
final class IngestWork implements IngestTransaction {

    final List<Advance> advances = new ArrayList<>();
    final List<Observation> observations = new ArrayList<>();
    final List<LogEvent> logEvents = new ArrayList<>();
    final List<MetricSample> metricSamples = new ArrayList<>();
    final List<ProcessSnapshot> processSnapshots = new ArrayList<>();
    final List<RejectedMessage> rejected = new ArrayList<>();
    Function<TrackedHosts, List<Signal>> signals = remembered -> List.of();

    @Override
    public void advance(List<Advance> more) {
        advances.addAll(more);
    }

    @Override
    public void append(List<Observation> more) {
        observations.addAll(more);
        for (Observation observation : more) {
            switch (observation) {
                case LogEvent event -> logEvents.add(event);
                case MetricSample sample -> metricSamples.add(sample);
                case ProcessSnapshot snapshot -> processSnapshots.add(snapshot);
            }
        }
    }

    @Override
    public void reject(List<RejectedMessage> more) {
        rejected.addAll(more);
    }

    @Override
    public void judge(Function<TrackedHosts, List<Signal>> those) {
        signals = those;
    }
}
