package io.logaggregator.core.ledger;

import io.logaggregator.core.common.Page;
import io.logaggregator.core.logs.LogSearch;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The rejected messages. */
public interface RejectedMessages {

    /** Newest first; {@code after} as in {@link LogSearch#find(io.logaggregator.core.logs.LogQuery, int, Optional)}. */
    Page<RejectedMessage> list(int limit, Optional<UUID> after);

    Optional<RejectedMessage> find(UUID id);

    /**
     * Passes a message to {@code publish} and then records the replay. Concurrent replays of a message run one after
     * another. An exception of {@code publish} is propagated, and nothing is recorded.
     *
     * @return the message after the replay; empty if there is none
     */
    Optional<RejectedMessage> replay(UUID id, Consumer<RejectedMessage> publish);
}
