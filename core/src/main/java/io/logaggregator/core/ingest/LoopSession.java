package io.logaggregator.core.ingest;

import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.ingest.DecodedBatch.DecodedMessage;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.queue.Partition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store session of a consumer loop. It is opened by its next use, at the start and after it was closed because of a
 * failure. Measures the transactions. Not thread-safe.
 */
final class LoopSession {

    private final Supplier<IngestSession> sessions;
    private final Supplier<RuleSet> rules;
    private final IngestMetrics metrics;
    private final InstantSource clock;
    private @Nullable IngestSession session;

    LoopSession(Supplier<IngestSession> sessions, Supplier<RuleSet> rules, IngestMetrics metrics, InstantSource clock) {
        this.sessions = sessions;
        this.rules = rules;
        this.metrics = metrics;
        this.clock = clock;
    }

    Map<Partition, IngestSession.StoredPosition> positions(Map<Partition, Long> earliest) {
        return open().positions(earliest);
    }

    /** Stores advances without content. */
    void store(List<Advance> advances) {
        if (!advances.isEmpty()) {
            open().store(IngestBatch.EMPTY.withAdvances(advances));
        }
    }

    /** Stores a batch, and evaluates the rules. */
    void store(DecodedBatch batch) {
        IngestBatch content = batch.toIngestBatch(rules.get());
        Instant begin = clock.instant();
        open().store(content);
        Instant end = clock.instant();
        metrics.committed(commitOf(batch, content.advances(), begin, end));
    }

    private static IngestMetrics.Commit commitOf(
            DecodedBatch batch, List<Advance> advances, Instant begin, Instant end) {
        IngestCounts tally = advances.stream().map(Advance::tally).reduce(IngestCounts.ZERO, IngestCounts::plus);
        Map<Rejection.Reason, Integer> rejections = new EnumMap<>(Rejection.Reason.class);
        long bytes = 0;
        Instant oldest = end;
        for (DecodedBatch.Slice slice : batch.slices()) {
            for (DecodedMessage message : slice.messages()) {
                bytes += message.isComplete() ? message.message().size() : 0;
                Instant timestamp = message.message().timestamp();
                oldest = timestamp.isBefore(oldest) ? timestamp : oldest;
                for (Rejection rejection : message.decoded().rejections()) {
                    rejections.merge(rejection.reason(), 1, Integer::sum);
                }
            }
        }
        return new IngestMetrics.Commit(
                tally, rejections, bytes, Duration.between(begin, end), Duration.between(oldest, end));
    }

    private IngestSession open() {
        IngestSession open = session;
        if (open == null) {
            open = sessions.get();
            session = open;
        }
        return open;
    }

    void close() {
        IngestSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }
}
