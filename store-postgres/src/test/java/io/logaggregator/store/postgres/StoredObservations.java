package io.logaggregator.store.postgres;

import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.store.Store;
import java.time.Instant;
import java.util.List;

/** Stores observations through an ingest session, for tests of queries. */
public final class StoredObservations {

    public static final Partition PARTITION = new Partition("logs", "topic-id", 0);

    private StoredObservations() {}

    public static void append(Store store, List<? extends Observation> observations) {
        try (IngestSession session = store.openIngestSession()) {
            session.store(IngestBatch.of(List.copyOf(observations)));
        }
    }

    public static LogEvent event(int number, Instant observedAt, String host, String message) {
        return event(number, observedAt, host, "shop", message);
    }

    public static LogEvent canary(int number, Instant observedAt) {
        return event(number, observedAt, LogEvent.CANARY, LogEvent.CANARY, "line " + number);
    }

    private static LogEvent event(int number, Instant observedAt, String host, String application, String message) {
        return new LogEvent(
                EventId.of(0, number, 0, observedAt),
                observedAt,
                observedAt,
                host,
                Level.INFO,
                message,
                LogTexts.of("prod", application, "cart"),
                List.of(),
                JsonObject.EMPTY);
    }
}
