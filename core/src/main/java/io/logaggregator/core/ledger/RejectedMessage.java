package io.logaggregator.core.ledger;

import io.logaggregator.core.queue.Partition;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message, or one element of it, that could not be used: kept with its bytes until somebody replays it or retention
 * ends.
 *
 * @param key of the message it came in
 * @param replayedAt when it was last appended to its topic again
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RejectedMessage(
        UUID id,
        Partition partition,
        long offset,
        Instant rejectedAt,
        Rejection rejection,
        byte @Nullable [] key,
        Optional<Instant> replayedAt) {}
