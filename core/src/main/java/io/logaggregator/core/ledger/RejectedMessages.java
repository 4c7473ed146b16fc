package io.logaggregator.core.ledger;

import io.logaggregator.core.common.Page;
import io.logaggregator.core.logs.LogSearch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** The rejected messages. */
public interface RejectedMessages {

    /** Maximum number of messages of {@link #replayNext}. */
    int MAX_REPLAYED = 500;

    /** Maximum size of the messages of {@link #replayNext}, unless the first one is larger. */
    int MAX_REPLAYED_BYTES = 8 << 20;

    /** Newest first; {@code after} as in {@link LogSearch#find(io.logaggregator.core.logs.LogQuery, int, Optional)}. */
    Page<RejectedMessage> list(Filter filter, int limit, Optional<UUID> after);

    /** Numbers of messages by topic and reason, largest first. */
    List<Group> count(Filter filter);

    Optional<RejectedMessage> find(UUID id);

    /**
     * Passes a message to {@code publish} and then records the replay. Concurrent replays of a message run one after
     * another. An exception of {@code publish} is propagated, and nothing is recorded.
     *
     * @return the message after the replay; empty if there is none
     */
    Optional<RejectedMessage> replay(UUID id, Consumer<RejectedMessage> publish);

    /**
     * Passes the next messages, oldest first, to {@code publish}, and then records the replay of those that it returns. An
     * exception of {@code publish} is propagated, and nothing is recorded. Of concurrent replays with {@code replayed =
     * false}, one passes a message.
     *
     * @param after id of the last message of the replay before; empty for the first messages
     * @param limit at most {@link #MAX_REPLAYED}
     * @param publish returns the ids of the published messages
     */
    Replay replayNext(
            Filter filter, Optional<UUID> after, int limit, Function<List<RejectedMessage>, Set<UUID>> publish);

    /**
     * Filter of rejected messages. All conditions must hold.
     *
     * @param reasons any of these; empty for all
     * @param replayed whether it was replayed; empty for both
     * @param from first time of rejection, inclusive
     * @param to last time of rejection, exclusive
     */
    record Filter(
            Set<Rejection.Reason> reasons,
            Optional<String> topic,
            Optional<Boolean> replayed,
            Instant from,
            Instant to) {

        public static final Filter ALL = new Filter(
                Set.of(), Optional.empty(), Optional.empty(), Instant.EPOCH, Instant.parse("9999-01-01T00:00:00Z"));

        public Filter {
            reasons = Set.copyOf(reasons);
        }
    }

    /**
     * Rejected messages with the same topic and reason.
     *
     * @param replayed number of those that were replayed
     * @param firstAt time of the oldest rejection
     * @param lastAt time of the newest rejection
     */
    record Group(String topic, Rejection.Reason reason, long count, long replayed, Instant firstAt, Instant lastAt) {}

    /**
     * Result of {@link #replayNext}.
     *
     * @param passed number of messages that were passed to {@code publish}
     * @param next id after which the next messages start; empty if there are none
     */
    record Replay(int passed, Optional<UUID> next) {}
}
