package io.logaggregator.store.postgres.ingest;

import io.logaggregator.core.ingest.IngestSession.StoredPosition;
import io.logaggregator.core.ingest.StaleOwnerException;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The position and the ledger of each partition. Rows are locked in key order, so that sessions never deadlock. Not
 * thread-safe.
 */
final class Positions {

    private final Connection connection;
    private final EventSources sources;

    Positions(Connection connection) {
        this.connection = connection;
        this.sources = new EventSources(connection);
    }

    /** Returns the positions of partitions; inserts missing ones. */
    Map<Partition, StoredPosition> begin(Map<Partition, Long> earliest) throws SQLException {
        List<Partition> partitions = List.copyOf(earliest.keySet());
        Map<Partition, StoredPosition> stored = read(partitions);
        if (stored.size() == partitions.size()) {
            return stored; // the usual case
        }
        sources.lock();
        Sql.of("""
                insert into queue_position (topic, topic_id, partition, first_offset, next_offset)
                select topic, topic_id, partition, earliest, earliest
                from unnest(?::text[], ?::text[], ?::integer[], ?::bigint[])
                     as requested (topic, topic_id, partition, earliest)
                order by topic, topic_id, partition
                on conflict do nothing
                """, columns(partitions).bigint(earliest::get).arrays()).update(connection);
        sources.assign(partitions);
        return read(partitions);
    }

    /** The positions of partitions that have a number in ids. */
    private Map<Partition, StoredPosition> read(Collection<Partition> partitions) throws SQLException {
        Map<Partition, StoredPosition> positions = new HashMap<>();
        Sql.of("""
                select topic, topic_id, partition, next_offset, next_element, source
                from queue_position
                join unnest(?::text[], ?::text[], ?::integer[]) as requested (topic, topic_id, partition)
                     using (topic, topic_id, partition)
                where source is not null
                """, columns(partitions).arrays())
                .list(
                        connection,
                        row -> positions.put(
                                PostgresLedger.partition(row),
                                new StoredPosition(
                                        new Position(row.getLong("next_offset"), row.getInt("next_element")),
                                        row.getInt("source"))));
        return positions;
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
        return Set.copyOf(Sql.of(
                        """
                with step as materialized (
                    select *
                    from unnest(?::text[], ?::text[], ?::integer[], ?::bigint[], ?::integer[], ?::bigint[], ?::integer[],
                                ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                                ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::timestamptz[])
                         as step (topic, topic_id, partition, from_offset, from_element, to_offset, to_element,
                                  messages, observed, rejected, ignored, absent, lost,
                                  log_events, metric_samples, process_snapshots, rejections, dropped_parts, read_until)
                ), owned as materialized (
                    select topic, topic_id, partition
                    from queue_position position join step using (topic, topic_id, partition)
                    where position.next_offset = step.from_offset and position.next_element = step.from_element
                    order by topic, topic_id, partition
                    for update of position
                )
                update queue_position as position
                set next_offset = step.to_offset,
                    next_element = step.to_element,
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
                  and position.partition = owned.partition
                  and position.next_offset = step.from_offset and position.next_element = step.from_element
                returning position.topic, position.topic_id, position.partition
                """,
                        Columns.of(advances)
                                .text(advance -> advance.partition().topic())
                                .text(advance -> advance.partition().topicId())
                                .integer(advance -> advance.partition().number())
                                .bigint(advance -> advance.from().offset())
                                .integer(advance -> advance.from().element())
                                .bigint(advance -> advance.to().offset())
                                .integer(advance -> advance.to().element())
                                .bigint(counts(IngestCounts::messages))
                                .bigint(counts(IngestCounts::observed))
                                .bigint(counts(IngestCounts::rejected))
                                .bigint(counts(IngestCounts::ignored))
                                .bigint(counts(IngestCounts::absent))
                                .bigint(counts(IngestCounts::lost))
                                .bigint(counts(IngestCounts::logEvents))
                                .bigint(counts(IngestCounts::metricSamples))
                                .bigint(counts(IngestCounts::processSnapshots))
                                .bigint(counts(IngestCounts::rejections))
                                .bigint(counts(IngestCounts::droppedParts))
                                .timestamp(advance -> advance.readUntil().orElse(null))
                                .arrays())
                .list(connection, PostgresLedger::partition));
    }

    /** Lost offsets precede those that were read. */
    private void recordGaps(List<Advance> gaps) throws SQLException {
        Sql.of(
                        """
                insert into queue_gap (topic, topic_id, partition, from_offset, to_offset)
                select * from unnest(?::text[], ?::text[], ?::integer[], ?::bigint[], ?::bigint[])
                """,
                        Columns.of(gaps)
                                .text(gap -> gap.partition().topic())
                                .text(gap -> gap.partition().topicId())
                                .integer(gap -> gap.partition().number())
                                .bigint(gap -> gap.from().offset())
                                .bigint(gap -> gap.from().offset() + gap.tally().lost())
                                .arrays())
                .update(connection);
    }

    static Columns<Partition> columns(Collection<Partition> partitions) {
        return Columns.of(partitions)
                .text(Partition::topic)
                .text(Partition::topicId)
                .integer(Partition::number);
    }

    private static ToLongFunction<Advance> counts(ToLongFunction<IngestCounts> counter) {
        return advance -> counter.applyAsLong(advance.tally());
    }

    private static List<Partition> partitionsOf(List<Advance> advances) {
        return advances.stream().map(Advance::partition).toList();
    }
}
