package io.logaggregator.store.postgres.filters;

import io.logaggregator.core.observation.EventId;
import io.logaggregator.store.postgres.commits.IdRange;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the filters of closed hours by fewer ones, computed from the events: those of small batches, which take many times
 * the space, and those of events that were stored before there were filters.
 */
public final class FilterCompaction {

    private static final Logger log = LoggerFactory.getLogger(FilterCompaction.class);

    /** Few events arrive later. */
    private static final Duration LATE = Duration.ofMinutes(5);

    private static final Duration HOUR = Duration.ofHours(1);

    /** Hours per run, the newest first. */
    private static final int MAX_HOURS = 1_000;

    /** Fewer small filters than this, or than a fourth of the compacted ones, are not worth reading the hour again. */
    private static final int MIN_FILTERS = 16;

    private static final int FETCH_SIZE = 1_000;
    private static final int FILTERS_PER_INSERT = 100;

    private FilterCompaction() {}

    /** @param connection with autocommit; a transaction per hour is committed */
    public static void run(Connection connection, Instant now) throws SQLException {
        for (Instant hour : due(now).list(connection, row -> Timestamps.read(row, "hour"))) {
            compact(connection, hour);
        }
    }

    private static Sql due(Instant now) {
        return Sql.of("""
                select date_bin('1 hour', observed_at, 'epoch') as hour
                from message_filter
                where observed_at < date_bin('1 hour', ?, 'epoch')
                group by 1
                having bool_or(bits is null)
                       or count(*) filter (where not compacted)
                              > greatest(?, count(*) filter (where compacted) / 4)
                          and avg(events) filter (where not compacted) < ?
                order by 1 desc limit ?""", Timestamps.of(now.minus(LATE)), MIN_FILTERS, MessageFilter.MAX_EVENTS / 2, MAX_HOURS);
    }

    /**
     * In one snapshot: filters and events of transactions that commit meanwhile remain, and all others are read.
     */
    private static void compact(Connection connection, Instant hour) throws SQLException {
        Instant begin = Instant.now();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try {
            Optional<IdRange> range = deleteFilters(connection, hour);
            int filters = range.isPresent() ? insertFilters(connection, range.get()) : 0;
            connection.commit();
            log.debug(
                    "message filters compacted: hour={} filters={} duration={}",
                    hour,
                    filters,
                    Duration.between(begin, Instant.now()));
        } catch (SQLException | RuntimeException failure) {
            connection.rollback();
            throw failure;
        } finally {
            connection.setAutoCommit(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    /** Deletes the filters that the snapshot of this transaction has, and returns their range. */
    private static Optional<IdRange> deleteFilters(Connection connection, Instant hour) throws SQLException {
        return Sql.of("""
                        with deleted as (
                            delete from message_filter where observed_at >= ? and observed_at < ?
                            returning first_millis, last_millis
                        )
                        select min(first_millis) as first, max(last_millis) as last from deleted having count(*) > 0""", Timestamps.of(hour), Timestamps.of(hour.plus(HOUR)))
                .first(connection, row -> new IdRange(row.getLong("first"), row.getLong("last")));
    }

    private static int insertFilters(Connection connection, IdRange range) throws SQLException {
        Sql events = Sql.of(
                """
                select id, message from log_event
                where id >= ? and id < ? and observed_at >= ? and observed_at < ?
                order by id""",
                range.firstId(),
                range.endId(),
                Timestamps.of(range.begin().minus(MessageFilters.TOLERANCE)),
                Timestamps.of(range.end().plus(MessageFilters.TOLERANCE)));
        MessageFilter.Builder builder = new MessageFilter.Builder(MessageFilter.MAX_SPAN_MILLIS);
        int inserted = 0;
        try (PreparedStatement statement = events.prepared(connection)) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    builder.add(EventId.millisOf(row.getObject("id", UUID.class)), row.getString("message"));
                    if (builder.completed() >= FILTERS_PER_INSERT) {
                        inserted += insert(connection, builder.take());
                    }
                }
            }
        }
        return inserted + insert(connection, builder.build());
    }

    private static int insert(Connection connection, List<MessageFilter> filters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into message_filter (observed_at, first_millis, last_millis, events, compacted, bits)
                values (?, ?, ?, ?, true, ?)""")) {
            for (MessageFilter filter : filters) {
                statement.setObject(1, Timestamps.of(filter.observedAt()));
                statement.setLong(2, filter.firstMillis());
                statement.setLong(3, filter.lastMillis());
                statement.setInt(4, filter.events());
                statement.setBytes(5, filter.bits());
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return filters.size();
    }
}
