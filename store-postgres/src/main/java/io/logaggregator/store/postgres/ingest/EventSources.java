package io.logaggregator.store.postgres.ingest;

import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers of partitions in the ids of their events, see {@link EventId}. A partition keeps its number. If all numbers are in
 * use, a new partition receives the number of the partition that was not read for the longest time, at least a day: a topic
 * that was deleted, for example. Not thread-safe.
 */
final class EventSources {

    private static final Logger log = LoggerFactory.getLogger(EventSources.class);

    private static final long LOCK = 0x6C6F_6761_7372_6301L; // "logasrc", 1

    private final Connection connection;

    EventSources(Connection connection) {
        this.connection = connection;
    }

    /** Excludes other sessions that give numbers until the end of the transaction. To be called before it locks rows. */
    void lock() throws SQLException {
        Sql.of("select pg_advisory_xact_lock(?)", LOCK).list(connection, _ -> true);
    }

    /**
     * Gives a number to each of these partitions that has none. The rows exist.
     *
     * @throws StoreUnavailableException if all numbers belong to partitions that were read within the last day
     */
    void assign(List<Partition> partitions) throws SQLException {
        List<Partition> missing = missing(partitions);
        List<Integer> numbers = new ArrayList<>(free(missing.size()));
        if (numbers.size() < missing.size()) {
            numbers.addAll(release(missing.size() - numbers.size(), partitions));
        }
        if (numbers.size() < missing.size()) {
            throw new StoreUnavailableException(
                    "no number for event ids of " + missing.subList(numbers.size(), missing.size())
                            + " (expected: at most " + EventId.MAX_SOURCES + " partitions read within a day)",
                    null);
        }
        Map<Partition, Integer> assigned = new HashMap<>();
        missing.forEach(partition -> assigned.put(partition, numbers.get(assigned.size())));
        Sql.of("""
                update queue_position as position
                set source = assigned.source
                from unnest(?::text[], ?::text[], ?::integer[], ?::integer[])
                     as assigned (topic, topic_id, partition, source)
                where position.topic = assigned.topic and position.topic_id = assigned.topic_id
                  and position.partition = assigned.partition
                """, Positions.columns(missing).integer(assigned::get).arrays()).update(connection);
    }

    private List<Partition> missing(Collection<Partition> partitions) throws SQLException {
        return Sql.of("""
                select topic, topic_id, partition
                from queue_position
                join unnest(?::text[], ?::text[], ?::integer[]) as requested (topic, topic_id, partition)
                     using (topic, topic_id, partition)
                where source is null
                order by topic, topic_id, partition
                for update of queue_position
                """, Positions.columns(partitions).arrays()).list(connection, PostgresLedger::partition);
    }

    private List<Integer> free(int count) throws SQLException {
        return Sql.of("""
                select number from generate_series(0, ?) as number
                where not exists (select from queue_position where source = number)
                order by number
                limit ?
                """, EventId.MAX_SOURCES - 1, count).list(connection, row -> row.getInt("number"));
    }

    /** Takes numbers from partitions that are no longer read. Never waits for their rows. */
    private List<Integer> release(int count, Collection<Partition> requested) throws SQLException {
        List<Object> values =
                new ArrayList<>(List.of(Positions.columns(requested).arrays()));
        values.add(count);
        List<Integer> released = Sql.of("""
                with unread as materialized (
                    select topic, topic_id, partition, source
                    from queue_position
                    where source is not null and updated_at < now() - interval '1 day'
                      and (topic, topic_id, partition) not in
                          (select * from unnest(?::text[], ?::text[], ?::integer[]))
                    order by updated_at, source
                    limit ?
                    for update skip locked
                )
                update queue_position as position
                set source = null
                from unread
                where position.topic = unread.topic and position.topic_id = unread.topic_id
                  and position.partition = unread.partition
                returning unread.source
                """, values.toArray()).list(connection, row -> row.getInt("source"));
        if (!released.isEmpty()) {
            log.warn("numbers of unread partitions reused for event ids: count={}", released.size());
        }
        return released;
    }
}
