package io.logaggregator.store.postgres.logs;

import static java.util.Collections.max;
import static java.util.Collections.min;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogExport.Order;
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
 * Finds the first matching events of an order in consecutive time ranges, until the caller has enough.
 *
 * <p>The first range is the first {@value #SCANNED} events, matching or not: PostgreSQL scans them in id order, which
 * suffices for most queries. Events not found there are rare and may be anywhere. Each following range is 16 to 32 times as
 * long as the one before, and PostgreSQL chooses the plan: the message index, a parallel scan, or the index in id order.
 * Even a wrong choice costs only a multiple of the ranges already searched.
 *
 * <p>Not thread-safe.
 */
final class OrderedLogs {

    static final int SCANNED = 50_000;

    /** With filters, the following ranges cost less than these events. */
    static final int SCANNED_BEFORE_FILTERS = 5_000;

    private static final int GROWTH = 16;

    private record Extent(long events, UUID first, UUID last) {}

    private final LogQuery query;
    private final MatchingEvents events;
    private final int scannedEvents;
    private final Order order;
    private final Optional<UUID> after;
    private final long deadlineNanos;

    /** The id at which the next range begins; empty before the second. The id of an event is outside of it. */
    private Optional<UUID> begin = Optional.empty();

    private Duration length = Duration.ZERO;
    private boolean scanned;

    /**
     * @param after the cursor, if not from the first event
     * @param timeout of all statements together
     */
    OrderedLogs(LogQuery query, Order order, Optional<UUID> after, Duration timeout) {
        this.query = query;
        events = MatchingEvents.stored(query.condition());
        scannedEvents = events.hasFilters() ? SCANNED_BEFORE_FILTERS : SCANNED;
        this.order = order;
        this.after = after;
        deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    /** Returns a query of at most {@code limit} matching rows of the next range, in order; empty after the last. */
    Optional<Sql> next(Connection connection, long limit) throws SQLException {
        if (!scanned) {
            scanned = true;
            return Optional.of(firstScanned(limit));
        }
        if (begin.isEmpty() && !startAfterScan(connection)) {
            return Optional.empty();
        }
        length = length.multipliedBy(GROWTH);
        allowAllPlans(connection);
        return order == Order.NEWEST_FIRST ? earlier(connection, limit) : later(connection, limit);
    }

    /** The next range before the searched ones. */
    private Optional<Sql> earlier(Connection connection, long limit) throws SQLException {
        UUID rangeEnd = begin.orElseThrow();
        Instant to = EventId.instantOf(rangeEnd);
        Instant first = Timestamps.storable(query.from());
        if (!to.plus(PostgresLogSearch.TOLERANCE).isAfter(first)) {
            return Optional.empty();
        }
        Instant from = startOfRange(first, to, length);
        UUID lowest = EventId.lowest(from);
        begin = Optional.of(lowest);
        return Optional.of(range(
                connection,
                max(List.of(first, from.minus(PostgresLogSearch.TOLERANCE))),
                min(List.of(Timestamps.storable(query.to()), to.plus(PostgresLogSearch.TOLERANCE))),
                Sql.of("id >= ? and id < ?", lowest, rangeEnd),
                limit));
    }

    /** The next range after the searched ones. */
    private Optional<Sql> later(Connection connection, long limit) throws SQLException {
        UUID rangeBegin = begin.orElseThrow();
        Instant from = EventId.instantOf(rangeBegin);
        Instant last = Timestamps.storable(query.to());
        if (!from.isBefore(last.plus(PostgresLogSearch.TOLERANCE.dividedBy(2)))) {
            return Optional.empty();
        }
        Instant to = endOfRange(last, from, length);
        UUID end = EventId.lowest(to);
        begin = Optional.of(end);
        return Optional.of(range(
                connection,
                max(List.of(Timestamps.storable(query.from()), from.minus(PostgresLogSearch.TOLERANCE))),
                min(List.of(last, to.plus(PostgresLogSearch.TOLERANCE))),
                Sql.of("id > ? and id <= ?", rangeBegin, end),
                limit));
    }

    private Sql range(Connection connection, Instant from, Instant to, Sql ids, long limit) throws SQLException {
        Sql range = Sql.of("observed_at >= ? and observed_at < ? and ?", Timestamps.of(from), Timestamps.of(to), ids);
        return Sql.of(
                "? order by id " + PostgresLogSearch.direction(order) + " limit ?",
                events.select(connection, from, to, range),
                limit);
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

    /** Extends a range to the end of its last day, as {@link #startOfRange} to the start of its first. */
    static Instant endOfRange(Instant last, Instant begin, Duration length) {
        if (length.compareTo(Duration.between(begin, last)) >= 0) {
            return last.plus(PostgresLogSearch.TOLERANCE);
        }
        Instant end = begin.plus(length);
        Instant day = end.truncatedTo(ChronoUnit.DAYS);
        Instant dayEnd = day.equals(end) ? day : day.plus(1, ChronoUnit.DAYS);
        boolean isNear = Duration.between(end, dayEnd).compareTo(length) <= 0;
        return isNear ? dayEnd : end;
    }

    private Sql firstScanned(long limit) {
        if (query.condition().equals(LogCondition.ALL)) {
            return PostgresLogSearch.first(order, query, limit, after);
        }
        return Sql.of(
                "select * from (?) as event where ? order by id " + PostgresLogSearch.direction(order) + " limit ?",
                PostgresLogSearch.first(order, everyEvent(), scannedEvents, after),
                LogConditionSql.ofStored(query.condition()),
                limit);
    }

    private boolean startAfterScan(Connection connection) throws SQLException {
        if (query.condition().equals(LogCondition.ALL)) {
            return false;
        }
        Optional<Extent> extent = Sql.of("""
                        select count(*) as events, (array_agg(id))[1] as first, (array_agg(id))[count(*)] as last
                        from (?) as scanned having count(*) > 0""", PostgresLogSearch.first(order, everyEvent(), scannedEvents, after))
                .first(
                        connection,
                        row -> new Extent(
                                row.getLong("events"),
                                row.getObject("first", UUID.class),
                                row.getObject("last", UUID.class)));
        if (extent.isEmpty() || extent.get().events < scannedEvents) {
            return false;
        }
        begin = extent.map(Extent::last);
        length = Duration.between(EventId.instantOf(extent.get().first), EventId.instantOf(extent.get().last))
                .abs()
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
