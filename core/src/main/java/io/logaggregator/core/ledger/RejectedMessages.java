package io.logaggregator.core.ledger;

import io.logaggregator.core.common.Page;
import io.logaggregator.core.logs.LogSearch;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The messages that could not be used. */
public interface RejectedMessages {

    /** Newest first; {@code after} as in {@link LogSearch#find(io.logaggregator.core.logs.LogQuery, int, Optional)}. */
    Page<RejectedMessage> list(int limit, Optional<UUID> after);

    Optional<RejectedMessage> find(UUID id);

    /**
     * Hands a message to {@code publish} and, when that returns, notes that it was replayed. Two who do it at once take
     * turns. What {@code publish} throws is thrown on, and nothing is noted.
     *
     * @return the message as it is afterwards; empty if there is none
     */
    Optional<RejectedMessage> replay(UUID id, Consumer<RejectedMessage> publish);
}
