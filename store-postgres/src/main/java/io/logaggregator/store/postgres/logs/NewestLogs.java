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
 * Finds the newest matching events in consecutive time ranges, until the caller has enough.
 *
 * <p>The first range is the newest {@value #SCANNED} events, matching or not: PostgreSQL scans them in id order, which
 * suffices for most queries. Events not found there are rare and may be anywhere. Each following range is 16 to 32 times as
 * long as the one before, and PostgreSQL chooses the plan: the message index, a parallel scan, or the index in id order.
 * Even a wrong choice costs only a multiple of the ranges already searched.
 *
 * <p>Not thread-safe.
 */
final class NewestLogs {

    static final int SCANNED = 50_000;

    private static final int GROWTH = 16;

    private record Extent(long events, UUID newest, UUID oldest) {}

    private final LogQuery query;
    private final Optional<UUID> after;
    private final long deadlineNanos;

    private Optional<UUID> end = Optional.empty(); // exclusive end of the next range; empty before the second
    private Duration length = Duration.ZERO;
    private boolean scanned;

    /**
     * @param after the cursor, if not from the newest event
     * @param timeout of all statements together
     */
    NewestLogs(LogQuery query, Optional<UUID> after, Duration timeout) {
        this.query = query;
        this.after = after;
        deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    /** Returns a query of at most {@code limit} matching rows of the next range, newest first; empty after the last. */
    Optional<Sql> next(Connection connection, long limit) throws SQLException {
        if (!scanned) {
            scanned = true;
            return Optional.of(newestScanned(limit));
        }
        if (end.isEmpty() && !startAfterScan(connection)) {
            return Optional.empty();
        }
        UUID rangeEnd = end.orElseThrow();
        Instant to = EventId.instantOf(rangeEnd);
        Instant first = Timestamps.storable(query.from());
        if (!to.plus(PostgresLogSearch.TOLERANCE).isAfter(first)) {
            return Optional.empty();
        }
        length = length.multipliedBy(GROWTH);
        Instant from = startOfRange(first, to, length);
        UUID begin = EventId.lowest(from);
        end = Optional.of(begin);
        allowAllPlans(connection);
        return Optional.of(Sql.of(
                """
                select * from log_event where observed_at >= ? and observed_at < ? and id >= ? and id < ? and (?)
                order by id desc limit ?""",
                Timestamps.of(max(List.of(first, from.minus(PostgresLogSearch.TOLERANCE)))),
                Timestamps.of(min(List.of(Timestamps.storable(query.to()), to.plus(PostgresLogSearch.TOLERANCE)))),
                begin,
                rangeEnd,
                LogConditionSql.ofStored(query.condition()),
                limit));
    }

    /** Extends a range to the start of its first day where that at most doubles it: a partial day may cost as much as a whole one. */
    static Instant startOfRange(Instant first, Instant end, Duration length) {
        if (length.compareTo(Duration.between(first, end)) >= 0) {
            return first.minus(PostgresLogSearch.TOLERANCE);
        }
        Instant begin = end.minus(length);
        Instant day = begin.truncatedTo(ChronoUnit.DAYS);
        boolean isNear = Duration.between(day, begin).compareTo(length) <= 0;
        return isNear ? day : begin;
    }

    private Sql newestScanned(long limit) {
        if (query.condition().equals(LogCondition.ALL)) {
            return PostgresLogSearch.newest(query, limit, after);
        }
        return Sql.of(
                "select * from (?) as event where ? order by id desc limit ?",
                PostgresLogSearch.newest(everyEvent(), SCANNED, after),
                LogConditionSql.ofStored(query.condition()),
                limit);
    }

    private boolean startAfterScan(Connection connection) throws SQLException {
        if (query.condition().equals(LogCondition.ALL)) {
            return false;
        }
        Optional<Extent> extent = Sql.of("""
                        select count(*) as events, (array_agg(id))[1] as newest, (array_agg(id))[count(*)] as oldest
                        from (?) as scanned having count(*) > 0""", PostgresLogSearch.newest(everyEvent(), SCANNED, after))
                .first(
                        connection,
                        row -> new Extent(
                                row.getLong("events"),
                                row.getObject("newest", UUID.class),
                                row.getObject("oldest", UUID.class)));
        if (extent.isEmpty() || extent.get().events < SCANNED) {
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

    /** Allows sorting, which connections for pages disable, and sets the timeout to the rest of the deadline. */
    private void allowAllPlans(Connection connection) throws SQLException {
        connection.setAutoCommit(false); // the pool resets it
        long millis = Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000);
        Sql.of(
                        "select set_config('enable_sort', 'on', true), set_config('statement_timeout', ?, true)",
                        Long.toString(millis))
                .list(connection, row -> "");
    }
}
