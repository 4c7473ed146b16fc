package io.logaggregator.core.ledger;

import io.logaggregator.core.queue.Partition;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rejected message or element of a message, stored with its bytes until retention deletes it.
 *
 * @param key key of the message
 * @param format format that the message stated, see {@link io.logaggregator.core.queue.Message#format}
 * @param replayedAt time of the last replay to its topic
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RejectedMessage(
        UUID id,
        Partition partition,
        long offset,
        Instant rejectedAt,
        Rejection rejection,
        byte @Nullable [] key,
        @Nullable String format,
        Optional<Instant> replayedAt) {}
