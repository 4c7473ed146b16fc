package io.logaggregator.store.postgres.logs;

import static java.util.Collections.max;
import static java.util.Collections.min;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks for the newest events that match, in one stretch of time after another, until whoever asks has enough.
 *
 * <p>The first stretch is the newest {@value #WALKED} events, matching or not: PostgreSQL walks along them by their ids,
 * which is all that most questions need. What is not found there is rare, and may be anywhere. In each of the stretches
 * behind, sixteen times as long as the one before or up to twice that, PostgreSQL takes the way that it holds for the
 * best: the index on the text of messages, several processes that read all, or the same walk. However wrong it is, that
 * costs a multiple of what has been looked through in vain already, and no more.
 *
 * <p>Not thread-safe.
 */
final class NewestLogs {

    static final int WALKED = 50_000;

    private static final int GROWTH = 16;

    private record Extent(long events, UUID newest, UUID oldest) {}

    private final LogQuery query;
    private final Optional<UUID> after;
    private final long deadlineNanos;

    private Optional<UUID> end = Optional.empty(); // where the next stretch ends, exclusive; empty before the second
    private Duration length = Duration.ZERO;
    private boolean walked;

    /**
     * @param after the id behind which to begin, if not with the newest
     * @param timeout of all of it
     */
    NewestLogs(LogQuery query, Optional<UUID> after, Duration timeout) {
        this.query = query;
        this.after = after;
        deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    /** Selects at most {@code limit} matching events of the next stretch, the newest first; empty when there is none. */
    Optional<Sql> next(Connection connection, long limit) throws SQLException {
        if (!walked) {
            walked = true;
            return Optional.of(newestWalked(limit));
        }
        if (end.isEmpty() && !beginBehindTheWalk(connection)) {
            return Optional.empty();
        }
        UUID stretchEnd = end.orElseThrow();
        Instant to = EventId.instantOf(stretchEnd);
        Instant first = Timestamps.storable(query.from());
        if (!to.plus(PostgresLogSearch.TOLERANCE).isAfter(first)) {
            return Optional.empty();
        }
        length = length.multipliedBy(GROWTH);
        Instant from = beginOfStretch(first, to, length);
        UUID begin = EventId.lowest(from);
        end = Optional.of(begin);
        allowAllWays(connection);
        return Optional.of(Sql.of(
                """
                select * from log_event where observed_at >= ? and observed_at < ? and id >= ? and id < ? and (?)
                order by id desc limit ?""",
                Timestamps.of(max(List.of(first, from.minus(PostgresLogSearch.TOLERANCE)))),
                Timestamps.of(min(List.of(Timestamps.storable(query.to()), to.plus(PostgresLogSearch.TOLERANCE)))),
                begin,
                stretchEnd,
                LogConditionSql.of(query.condition()),
                limit));
    }

    /** To read a part of a day may cost all of it, and the rest of it that again: so what takes half of it takes all. */
    static Instant beginOfStretch(Instant first, Instant end, Duration length) {
        if (length.compareTo(Duration.between(first, end)) >= 0) {
            return first.minus(PostgresLogSearch.TOLERANCE);
        }
        Instant begin = end.minus(length);
        Instant day = begin.truncatedTo(ChronoUnit.DAYS);
        boolean isNear = Duration.between(day, begin).compareTo(length) <= 0;
        return isNear ? day : begin;
    }

    private Sql newestWalked(long limit) {
        if (query.condition().equals(LogCondition.ALL)) {
            return PostgresLogSearch.newest(query, limit, after);
        }
        return Sql.of(
                "select * from (?) as event where ? order by id desc limit ?",
                PostgresLogSearch.newest(everyEvent(), WALKED, after),
                LogConditionSql.of(query.condition()),
                limit);
    }

    private boolean beginBehindTheWalk(Connection connection) throws SQLException {
        if (query.condition().equals(LogCondition.ALL)) {
            return false;
        }
        Optional<Extent> extent = Sql.of("""
                        select count(*) as events, (array_agg(id))[1] as newest, (array_agg(id))[count(*)] as oldest
                        from (?) as walked having count(*) > 0""", PostgresLogSearch.newest(everyEvent(), WALKED, after))
                .first(
                        connection,
                        row -> new Extent(
                                row.getLong("events"),
                                row.getObject("newest", UUID.class),
                                row.getObject("oldest", UUID.class)));
        if (extent.isEmpty() || extent.get().events < WALKED) {
            return false;
        }
        end = extent.map(Extent::oldest);
        length = Duration.between(EventId.instantOf(extent.get().oldest), EventId.instantOf(extent.get().newest))
                .plus(PostgresLogSearch.TOLERANCE);
        return true;
    }

    private LogQuery everyEvent() {
        return new LogQuery(query.from(), query.to(), LogCondition.ALL);
    }

    /** Pages are asked for on connections that avoid to sort. The limit of time is for all statements together. */
    private void allowAllWays(Connection connection) throws SQLException {
        connection.setAutoCommit(false); // until the pool has it back
        long millis = Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000);
        Sql.of(
                        "select set_config('enable_sort', 'on', true), set_config('statement_timeout', ?, true)",
                        Long.toString(millis))
                .list(connection, row -> "");
    }
}
