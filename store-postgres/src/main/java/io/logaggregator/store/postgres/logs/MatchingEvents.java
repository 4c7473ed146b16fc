package io.logaggregator.store.postgres.logs;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.store.postgres.commits.IdRange;
import io.logaggregator.store.postgres.filters.MessageFilters;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The matching events of a time range, without order: of its parts that may have some, if these are few. */
final class MatchingEvents {

    private final Optional<MessageFilters> filters;
    private final String table;
    private final Sql condition;

    private MatchingEvents(LogCondition condition, String table, Sql sql) {
        filters = MessageFilters.of(condition);
        this.table = table;
        this.condition = sql;
    }

    /** Rows of {@code log_event}. */
    static MatchingEvents stored(LogCondition condition) {
        return new MatchingEvents(condition, "log_event", LogConditionSql.ofStored(condition));
    }

    /** Rows of {@code log_record}. */
    static MatchingEvents records(LogCondition condition) {
        return new MatchingEvents(condition, "log_record", LogConditionSql.of(condition));
    }

    /** Whether filters restrict the time range. */
    boolean hasFilters() {
        return filters.isPresent();
    }

    /**
     * Selects the matching events of a time range.
     *
     * @param range condition on {@code id} and {@code observed_at} of the events between {@code from} and {@code to}
     */
    Sql select(Connection connection, Instant from, Instant to, Sql range) throws SQLException {
        Optional<List<IdRange>> parts =
                filters.isPresent() ? filters.get().ranges(connection, from, to) : Optional.empty();
        return parts.map(ranges -> within(ranges, range))
                .orElseGet(() -> Sql.of("select * from " + table + " where ? and (?)", range, condition));
    }

    /**
     * By their ids, and by time, which prunes partitions. The {@code offset 0} keeps the ranges outside: PostgreSQL might
     * scan all events first.
     */
    private Sql within(List<IdRange> ranges, Sql range) {
        return Sql.of(
                """
                select event.* from unnest(?, ?, ?::timestamptz[], ?::timestamptz[]) as range (first_id, end_id, begin_at, end_at),
                     lateral (select * from %s
                              where id >= first_id and id < end_id and observed_at >= begin_at and observed_at < end_at
                                    and ? and (?) offset 0) as event""".formatted(table),
                ranges.stream().map(IdRange::firstId).toArray(UUID[]::new),
                ranges.stream().map(IdRange::endId).toArray(UUID[]::new),
                ranges.stream()
                        .map(part -> Timestamps.text(part.begin().minus(PostgresLogSearch.TOLERANCE)))
                        .toArray(String[]::new),
                ranges.stream()
                        .map(part -> Timestamps.text(part.end().plus(PostgresLogSearch.TOLERANCE)))
                        .toArray(String[]::new),
                range,
                condition);
    }
}
