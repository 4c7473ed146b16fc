package io.logaggregator.store.postgres.logs;

import io.logaggregator.core.common.Page;
import io.logaggregator.core.logs.FieldSample;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.Exists;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogContext;
import io.logaggregator.core.logs.LogExport.Order;
import io.logaggregator.core.logs.LogHistogram;
import io.logaggregator.core.logs.LogHistogram.Bucket;
import io.logaggregator.core.logs.LogHistogram.ByValue;
import io.logaggregator.core.logs.LogHistogram.ValueBucket;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.store.postgres.sql.Pools;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.TimeBuckets;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Queries of {@code log_event}. Thread-safe.
 *
 * <p>Each query restricts its time twice: by {@code observed_at}, which prunes partitions, and by the ids of that time,
 * which the index uses within a partition.
 */
public final class PostgresLogSearch implements LogSearch {

    static final int MAX_BUCKETS = 10_000;

    private static final String NEWEST_FIRST = "desc";
    static final String OLDEST_FIRST = "asc";

    /** Maximum size of messages and attributes in a page: a single one may have a MiB. */
    static final long MAX_BYTES = 16L << 20;

    private static final Duration CONTEXT = Duration.ofDays(1);

    /** The time in an id is more precise than a timestamp, which may be rounded in either direction. */
    static final Duration TOLERANCE = Duration.ofMillis(1);

    private final Pools pools;
    private final Duration timeout;

    /** @param timeout of a page with several statements */
    public PostgresLogSearch(Pools pools, Duration timeout) {
        this.pools = pools;
        this.timeout = timeout;
    }

    @Override
    public Page<LogEvent> find(LogQuery query, Order order, int limit, Optional<UUID> after) {
        return Query.run(pools.search(), connection -> {
            OrderedLogs ordered = new OrderedLogs(query, order, after, timeout);
            List<LogEvent> events = new ArrayList<>();
            long bytesLeft = MAX_BYTES;
            Optional<Sql> range = ordered.next(connection, limit + 1L);
            while (range.isPresent()) {
                List<Line> lines =
                        bounded(direction(order), range.get(), bytesLeft).list(connection, Line::read);
                lines.forEach(line -> events.add(line.event));
                bytesLeft -= lines.isEmpty() ? 0 : lines.getLast().bytes;
                boolean full = events.size() > limit || bytesLeft <= 0;
                range = full ? Optional.empty() : ordered.next(connection, limit + 1L - events.size());
            }
            List<LogEvent> page = events.subList(0, Math.min(limit, events.size()));
            boolean more = events.size() > limit || bytesLeft <= 0;
            return new Page<>(page, more ? Optional.of(page.getLast().id()) : Optional.empty());
        });
    }

    /** An event of a page, with the size of the page up to it. */
    record Line(LogEvent event, long bytes) {

        static Line read(ResultSet row) throws SQLException {
            return new Line(LogEventRow.read(row), row.getLong("bytes"));
        }

        /** Whether the event fills the page. */
        boolean isLast() {
            return bytes >= MAX_BYTES;
        }
    }

    /** Selects the ordered events that start within the maximum size of a page. */
    public static Sql bounded(String direction, Sql events) {
        return bounded(direction, events, MAX_BYTES);
    }

    private static Sql bounded(String direction, Sql events, long maxBytes) {
        Sql first = Sql.of("""
                select * from (
                    select *, sum(own_bytes) over (order by id %1$s rows unbounded preceding) as bytes
                    from (select *, octet_length(message) + octet_length(attributes::text) as own_bytes from (?) as event)
                         as measured) as summed
                where bytes - own_bytes < ?""".formatted(direction), events, maxBytes);
        return Sql.of("? order by event.id " + direction, LogEventRow.resolved(first, ", bytes"));
    }

    static String direction(Order order) {
        return order == Order.NEWEST_FIRST ? NEWEST_FIRST : OLDEST_FIRST;
    }

    /** Selects the first matching rows of an order; {@code after} as in {@link #find(LogQuery, Order, int, Optional)}. */
    static Sql first(Order order, LogQuery query, long limit, Optional<UUID> after) {
        return order == Order.NEWEST_FIRST ? newest(query, limit, after) : oldest(query, limit, after);
    }

    /** Selects the newest matching rows; {@code after} as in {@link #find(LogQuery, int, Optional)}. */
    public static Sql newest(LogQuery query, long limit, Optional<UUID> after) {
        Sql condition = LogConditionSql.ofStored(query.condition());
        return after.map(last -> {
                    Instant lastAt = EventId.instantOf(last).plus(TOLERANCE);
                    Instant to = lastAt.isBefore(query.to()) ? lastAt : query.to();
                    return newestFirst(Sql.of("? and id < ?", within(query.from(), to), last), condition, limit);
                })
                .orElseGet(() -> newestFirst(within(query.from(), query.to()), condition, limit));
    }

    /** Selects the oldest matching events, otherwise as {@link #newest}. */
    static Sql oldest(LogQuery query, long limit, Optional<UUID> after) {
        Sql condition = LogConditionSql.ofStored(query.condition());
        return after.map(last -> {
                    Instant lastAt = EventId.instantOf(last).minus(TOLERANCE);
                    Instant from = lastAt.isAfter(query.from()) ? lastAt : query.from();
                    return inOrder("asc", Sql.of("? and id > ?", within(from, query.to()), last), condition, limit);
                })
                .orElseGet(() -> inOrder("asc", within(query.from(), query.to()), condition, limit));
    }

    private static Sql newestFirst(Sql range, Sql condition, long limit) {
        return inOrder(NEWEST_FIRST, range, condition, limit);
    }

    /**
     * Merges ordered index scans of the partitions up to the limit. The {@code offset 0} keeps the condition out of the
     * scan: PostgreSQL estimates that two or three conditions leave hardly a row, and would read and sort whole partitions,
     * or first search each of them for a match.
     */
    private static Sql inOrder(String direction, Sql range, Sql condition, long limit) {
        return Sql.of("""
                select * from (select * from log_event where ? order by id %1$s offset 0) as event
                where ?
                order by id %1$s limit ?""".formatted(direction), range, condition, limit);
    }

    /** Selects the events of a time range, by its partitions and by its ids. */
    public static Sql within(Instant from, Instant to) {
        Instant first = Timestamps.storable(from);
        Instant last = Timestamps.storable(to);
        return Sql.of(
                "observed_at >= ? and observed_at < ? and id >= ? and id < ?",
                Timestamps.of(first),
                Timestamps.of(last),
                EventId.lowest(first.minus(TOLERANCE)),
                EventId.lowest(last.plus(TOLERANCE)));
    }

    @Override
    public Optional<LogEvent> find(UUID id) {
        return byId(id).first(pools.quick(), LogEventRow::read);
    }

    public static Sql byId(UUID id) {
        Instant observedAt = Timestamps.storable(EventId.instantOf(id));
        return LogEventRow.resolved(Sql.of(
                "select * from log_event where id = ? and observed_at between ? and ? limit 1",
                id,
                Timestamps.of(observedAt.minus(TOLERANCE)),
                Timestamps.of(observedAt.plus(TOLERANCE))));
    }

    /** Returns neighbors up to a day before and after. */
    @Override
    public Optional<LogContext> context(UUID id, int before, int after) {
        return find(id).map(event -> new LogContext(
                bounded(NEWEST_FIRST, before(event, before))
                        .list(pools.search(), LogEventRow::read)
                        .reversed(),
                event,
                bounded(OLDEST_FIRST, after(event, after)).list(pools.search(), LogEventRow::read)));
    }

    public static Sql before(LogEvent event, int limit) {
        Sql range = within(event.observedAt().minus(CONTEXT), event.observedAt().plus(TOLERANCE));
        return newestFirst(Sql.of("? and id < ?", range, event.id()), LogConditionSql.ofHost(event.host()), limit);
    }

    public static Sql after(LogEvent event, int limit) {
        Sql range =
                within(event.observedAt().minus(TOLERANCE), event.observedAt().plus(CONTEXT));
        return inOrder(
                OLDEST_FIRST, Sql.of("? and id > ?", range, event.id()), LogConditionSql.ofHost(event.host()), limit);
    }

    /**
     * Counts of matching events by time and level.
     *
     * @throws IllegalArgumentException for a step that divides the range into more than {@value #MAX_BUCKETS} buckets
     */
    @Override
    public LogHistogram histogram(LogQuery query, Duration step) {
        TimeBuckets steps = buckets(query, step);
        Map<Instant, EnumMap<Level, Long>> counts = new TreeMap<>();
        Query.run(
                pools.count(),
                connection -> counted(connection, query, steps)
                        .list(
                                connection,
                                row -> counts.computeIfAbsent(
                                                Timestamps.read(row, "start"), start -> new EnumMap<>(Level.class))
                                        .put(LogEventRow.level(row.getInt("level")), row.getLong("events"))));
        return new LogHistogram(
                step,
                counts.entrySet().stream()
                        .map(bucket -> new Bucket(bucket.getKey(), bucket.getValue()))
                        .toList());
    }

    private static TimeBuckets buckets(LogQuery query, Duration step) {
        TimeBuckets steps = new TimeBuckets(query.from(), query.to(), step);
        if (steps.count() > MAX_BUCKETS) {
            throw new IllegalArgumentException("step: " + step + " (expected: at most " + MAX_BUCKETS
                    + " steps between " + query.from() + " and " + query.to() + ')');
        }
        return steps;
    }

    /** An event with several values, such as tags, counts for each of them. */
    @Override
    public ByValue histogram(LogQuery query, Duration step, LogField field, int values) {
        TimeBuckets steps = buckets(query, step);
        return Query.inSnapshot(pools.count(), connection -> {
            Set<String> top = new LinkedHashSet<>();
            Map<Instant, Map<String, Long>> counts = new HashMap<>();
            countedValues(connection, query, steps, field, values).list(connection, row -> {
                String value = row.getString("name");
                top.add(value);
                return counts.computeIfAbsent(Timestamps.read(row, "start"), start -> new HashMap<>())
                        .put(value, row.getLong("events"));
            });
            Map<Instant, Long> totals = new TreeMap<>();
            counted(connection, query, steps)
                    .list(
                            connection,
                            row -> totals.merge(Timestamps.read(row, "start"), row.getLong("events"), Long::sum));
            return new ByValue(
                    step,
                    List.copyOf(top),
                    totals.entrySet().stream()
                            .map(total -> new ValueBucket(
                                    total.getKey(), total.getValue(), counts.getOrDefault(total.getKey(), Map.of())))
                            .toList());
        });
    }

    /** Counts the most frequent values, most frequent first, in one scan. Their name is their most frequent spelling. */
    private static Sql countedValues(
            Connection connection, LogQuery query, TimeBuckets steps, LogField field, int values) throws SQLException {
        return Sql.of(
                """
                with counted as materialized (
                    select ? as start, value, count(*) as events from (?) as event, lateral (?) as of_event(value)
                    where value <> '' group by 1, 2),
                spelling as (select value, lower(value) as folded, sum(events) as events from counted group by 1),
                top as (select folded, (array_agg(value order by events desc, value))[1] as name, sum(events) as total
                        from spelling group by 1 order by 3 desc, 1 limit ?)
                select start, name, sum(events) as events from counted join top on lower(value) = folded
                group by start, name, total, folded order by total desc, folded""",
                steps.startOf("observed_at"),
                selected(MatchingEvents.records(query.condition()), connection, query.from(), query.to()),
                LogConditionSql.texts(field),
                values);
    }

    public static Sql counted(Connection connection, LogQuery query, TimeBuckets steps) throws SQLException {
        Instant first = MinuteCounts.ceiling(Timestamps.storable(query.from()));
        Instant end = MinuteCounts.floor(Timestamps.storable(query.to()));
        MatchingEvents events = MatchingEvents.stored(query.condition());
        if (!MinuteCounts.suffice(query, steps) || !first.isBefore(end)) {
            return counted(selected(events, connection, query.from(), query.to()), steps);
        }
        return Sql.of(
                "select start, level, sum(events) as events from (? union all ? union all ?) as part group by 1, 2",
                counted(selected(events, connection, query.from(), first), steps),
                MinuteCounts.counted(query.condition(), first, end, steps),
                counted(selected(events, connection, end, query.to()), steps));
    }

    private static Sql counted(Sql events, TimeBuckets steps) {
        return Sql.of(
                "select ? as start, level, count(*) as events from (?) as event group by 1, 2",
                steps.startOf("observed_at"),
                events);
    }

    private static Sql selected(MatchingEvents events, Connection connection, Instant from, Instant to)
            throws SQLException {
        return events.select(connection, Timestamps.storable(from), Timestamps.storable(to), within(from, to));
    }

    @Override
    public FieldSample fields(LogQuery query, String part, int values) {
        return fields(query, TopFieldValues.ofAll(part, values));
    }

    @Override
    public FieldSample fields(LogQuery query, LogField field, String part, int values) {
        LogCondition hasValue = part.isEmpty() ? new Exists(field) : new Matches(field, TextPattern.containing(part));
        return fields(
                new LogQuery(query.from(), query.to(), new And(List.of(query.condition(), hasValue))),
                TopFieldValues.of(field, part, values));
    }

    private FieldSample fields(LogQuery query, TopFieldValues values) {
        return Query.inSnapshot(
                pools.search(),
                connection -> values.among(
                        new OrderedLogs(query, Order.NEWEST_FIRST, Optional.empty(), timeout), connection));
    }
}
