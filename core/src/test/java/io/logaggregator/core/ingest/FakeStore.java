package io.logaggregator.core.ingest;

import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Ingest sessions that store in memory and fail on demand. */
final class FakeStore {

    /** Number of the first partition in ids. */
    static final int SOURCE = 40;

    final Map<Partition, Position> positions = new ConcurrentHashMap<>();
    final List<String> stored = new CopyOnWriteArrayList<>();
    final List<UUID> ids = new CopyOnWriteArrayList<>(); // of the stored events
    final List<RejectedMessage> rejected = new CopyOnWriteArrayList<>();
    final List<Advance> advances = new CopyOnWriteArrayList<>();
    volatile boolean unavailable;
    volatile boolean losesOneAnswer;
    volatile Predicate<String> refuses = _ -> false;
    volatile boolean refusesRejections;
    volatile Predicate<String> limits = _ -> false;

    IngestSession openIngestSession() {
        return new Session();
    }

    private final class Session implements IngestSession {

        @Override
        public Map<Partition, StoredPosition> positions(Map<Partition, Long> earliest) {
            requireAvailable();
            Map<Partition, StoredPosition> current = new HashMap<>();
            earliest.forEach((partition, first) -> {
                Position position = positions.computeIfAbsent(partition, _ -> Position.of(first));
                current.put(partition, new StoredPosition(position, SOURCE + partition.number()));
            });
            return current;
        }

        @Override
        public void store(IngestBatch batch) {
            requireAvailable();
            Set<Partition> stale = batch.advances().stream()
                    .filter(advance -> !advance.from().equals(positions.get(advance.partition())))
                    .map(Advance::partition)
                    .collect(Collectors.toSet());
            if (!stale.isEmpty()) {
                throw new StaleOwnerException(stale);
            }
            List<String> messages =
                    batch.observations().stream().map(FakeStore::message).toList();
            if (messages.stream().anyMatch(limits)) {
                throw new LimitExceededException("too many", observation -> limits.test(message(observation)));
            }
            if (messages.stream().anyMatch(refuses)) {
                throw new DataRejectedException("not " + messages, null);
            }
            if (refusesRejections && !batch.rejectedMessages().isEmpty()) {
                throw new DataRejectedException("no rejections", null);
            }
            batch.advances().forEach(advance -> positions.put(advance.partition(), advance.to()));
            advances.addAll(batch.advances());
            stored.addAll(messages);
            batch.observations().forEach(observation -> ids.add(((LogEvent) observation).id()));
            rejected.addAll(batch.rejectedMessages());
            if (losesOneAnswer) {
                losesOneAnswer = false;
                throw new StoreUnavailableException("the response to the commit was lost", null);
            }
        }

        @Override
        public void close() {}
    }

    private static String message(Observation observation) {
        return ((LogEvent) observation).message();
    }

    private void requireAvailable() {
        if (unavailable) {
            throw new StoreUnavailableException("unavailable", null);
        }
    }
}
