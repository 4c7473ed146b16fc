package io.logaggregator.testkit;

import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import java.util.Optional;

/** Steps of positions, for tests. */
public final class TestAdvances {

    private TestAdvances() {}

    /** A step over whole messages, without a watermark. */
    public static Advance of(Partition partition, long from, long to, IngestCounts tally) {
        return new Advance(partition, Position.of(from), Position.of(to), tally, Optional.empty());
    }
}
