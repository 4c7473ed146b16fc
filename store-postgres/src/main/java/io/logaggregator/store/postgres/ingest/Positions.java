package io.logaggregator.store.postgres.ingest;

import io.logaggregator.core.ingest.StaleOwnerException;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The position and the ledger of each partition. Rows are locked in key order, so that sessions never deadlock. Not
 * thread-safe.
 */
final class Positions {

    private final Connection connection;

    Positions(Connection connection) {
        this.connection = connection;
    }

    /** Returns the positions of partitions; inserts missing ones. */
    Map<Partition, Long> begin(Map<Partition, Long> earliest) throws SQLException {
        List<Partition> partitions = List.copyOf(earliest.keySet());
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into queue_position (topic, topic_id, partition, first_offset, next_offset)
                select topic, topic_id, partition, earliest, earliest
                from unnest(?::text[], ?::text[], ?::integer[], ?::bigint[])
                     as requested (topic, topic_id, partition, earliest)
                order by topic, topic_id, partition
                on conflict do nothing
                """)) {
            setPartitions(insert, partitions);
            insert.setObject(4, partitions.stream().mapToLong(earliest::get).toArray());
            insert.executeUpdate();
        }
        return read(partitions);
    }

    private Map<Partition, Long> read(Collection<Partition> partitions) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select topic, topic_id, partition, next_offset
                from queue_position
                join unnest(?::text[], ?::text[], ?::integer[]) as requested (topic, topic_id, partition)
                     using (topic, topic_id, partition)
                """)) {
            setPartitions(select, partitions);
            Map<Partition, Long> positions = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    positions.put(PostgresLedger.partition(row), row.getLong("next_offset"));
                }
            }
            return positions;
        }
    }

    /** Moves all positions, or throws {@link StaleOwnerException}. */
    void advance(List<Advance> advances) throws SQLException {
        if (advances.isEmpty()) {
            return;
        }
        Set<Partition> moved = move(advances);
        if (moved.size() < advances.size()) {
            Set<Partition> stale = new HashSet<>(partitionsOf(advances));
            stale.removeAll(moved);
            throw new StaleOwnerException(stale);
        }
        List<Advance> gaps =
                advances.stream().filter(advance -> advance.tally().lost() != 0).toList();
        if (!gaps.isEmpty()) {
            recordGaps(gaps);
        }
    }

    private Set<Partition> move(List<Advance> advances) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                with step as materialized (
                    select *
                    from unnest(?::text[], ?::text[], ?::integer[], ?::bigint[], ?::bigint[],
                                ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                                ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::timestamptz[])
                         as step (topic, topic_id, partition, from_offset, to_offset,
                                  messages, observed, rejected, ignored, absent, lost,
                                  log_events, metric_samples, process_snapshots, rejections, dropped_parts, read_until)
                ), owned as materialized (
                    select topic, topic_id, partition
                    from queue_position position join step using (topic, topic_id, partition)
                    where position.next_offset = step.from_offset
                    order by topic, topic_id, partition
                    for update of position
                )
                update queue_position as position
                set next_offset = step.to_offset,
                    messages = position.messages + step.messages,
                    observed = position.observed + step.observed,
                    rejected = position.rejected + step.rejected,
                    ignored = position.ignored + step.ignored,
                    absent = position.absent + step.absent,
                    lost = position.lost + step.lost,
                    log_events = position.log_events + step.log_events,
                    metric_samples = position.metric_samples + step.metric_samples,
                    process_snapshots = position.process_snapshots + step.process_snapshots,
                    rejections = position.rejections + step.rejections,
                    dropped_parts = position.dropped_parts + step.dropped_parts,
                    read_until = greatest(position.read_until, step.read_until),
                    updated_at = now()
                from owned join step using (topic, topic_id, partition)
                where position.topic = owned.topic and position.topic_id = owned.topic_id
                  and position.partition = owned.partition and position.next_offset = step.from_offset
                returning position.topic, position.topic_id, position.partition
                """)) {
            setPartitions(update, partitionsOf(advances));
            update.setObject(4, longs(advances, Advance::from));
            update.setObject(5, longs(advances, Advance::to));
            update.setObject(6, counts(advances, IngestCounts::messages));
            update.setObject(7, counts(advances, IngestCounts::observed));
            update.setObject(8, counts(advances, IngestCounts::rejected));
            update.setObject(9, counts(advances, IngestCounts::ignored));
            update.setObject(10, counts(advances, IngestCounts::absent));
            update.setObject(11, counts(advances, IngestCounts::lost));
            update.setObject(12, counts(advances, IngestCounts::logEvents));
            update.setObject(13, counts(advances, IngestCounts::metricSamples));
            update.setObject(14, counts(advances, IngestCounts::processSnapshots));
            update.setObject(15, counts(advances, IngestCounts::rejections));
            update.setObject(16, counts(advances, IngestCounts::droppedParts));
            update.setObject(17, readUntil(advances));
            Set<Partition> moved = new HashSet<>();
            try (ResultSet row = update.executeQuery()) {
                while (row.next()) {
                    moved.add(PostgresLedger.partition(row));
                }
            }
            return moved;
        }
    }

    /** Lost offsets precede those that were read. */
    private void recordGaps(List<Advance> gaps) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into queue_gap (topic, topic_id, partition, from_offset, to_offset)
                select * from unnest(?::text[], ?::text[], ?::integer[], ?::bigint[], ?::bigint[])
                """)) {
            setPartitions(insert, partitionsOf(gaps));
            insert.setObject(4, longs(gaps, Advance::from));
            insert.setObject(5, longs(gaps, gap -> gap.from() + gap.tally().lost()));
            insert.executeUpdate();
        }
    }

    private static void setPartitions(PreparedStatement statement, Collection<Partition> partitions)
            throws SQLException {
        statement.setObject(1, texts(partitions, Partition::topic));
        statement.setObject(2, texts(partitions, Partition::topicId));
        statement.setObject(3, partitions.stream().mapToInt(Partition::number).toArray());
    }

    private static String[] texts(Collection<Partition> partitions, Function<Partition, String> field) {
        return partitions.stream().map(field).toArray(String[]::new);
    }

    private static long[] longs(List<Advance> advances, ToLongFunction<Advance> field) {
        return advances.stream().mapToLong(field).toArray();
    }

    private static long[] counts(List<Advance> advances, ToLongFunction<IngestCounts> counter) {
        return longs(advances, advance -> counter.applyAsLong(advance.tally()));
    }

    private static @Nullable String[] readUntil(List<Advance> advances) {
        return advances.stream()
                .map(advance -> Timestamps.text(advance.readUntil().orElse(null)))
                .toArray(String[]::new);
    }

    private static List<Partition> partitionsOf(List<Advance> advances) {
        return advances.stream().map(Advance::partition).toList();
    }
}
