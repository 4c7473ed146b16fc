package io.logaggregator.store.postgres.logs;

import static io.logaggregator.store.postgres.logs.PostgresLogSearch.MOST_BYTES;
import static io.logaggregator.store.postgres.logs.PostgresLogSearch.OLDEST_FIRST;
import static io.logaggregator.store.postgres.logs.PostgresLogSearch.bounded;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.logs.TailCursor;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.store.postgres.commits.IdRange;
import io.logaggregator.store.postgres.logs.PostgresLogSearch.Line;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Follows {@code log_event} by what {@code ingest_commit} notes of each transaction. Neither the order of ids nor that of
 * transactions is the order in which these become visible, but PostgreSQL's snapshots tell exactly which ones have
 * between two looks. Thread-safe.
 */
public final class PostgresLogTail implements LogTail {

    /** More than what a crash can forget: three times {@code wal_writer_delay}, and the age of a transaction. */
    private static final String BEFORE_A_CRASH = "interval '10 seconds'";

    /** Of at most a second each: see {@link IdRange#merged}. */
    private static final int SPANS_AT_ONCE = 100;

    private final DataSource pool;

    public PostgresLogTail(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public TailCursor now() {
        return Sql.of("""
                        select coalesce((extract(epoch from stats_reset) * 1000000)::bigint, 0) as life,
                               (extract(epoch from clock_timestamp()) * 1000000)::bigint as taken_at,
                               pg_current_snapshot()::text as snapshot
                        from pg_stat_bgwriter""").first(pool, PostgresLogTail::snapshot).orElseThrow().mark();
    }

    /** The statistics of the background writer begin anew after a crash, and only then, unless somebody resets them. */
    private static TailSnapshot snapshot(ResultSet row) throws SQLException {
        return new TailSnapshot(row.getLong("life"), row.getLong("taken_at"), row.getString("snapshot"));
    }

    @Override
    public Portion between(TailCursor from, TailCursor to, Optional<UUID> after, LogCondition condition, int limit) {
        Optional<TailSnapshot> begin = TailSnapshot.of(from);
        Optional<TailSnapshot> end = TailSnapshot.of(to);
        if (begin.isEmpty() || end.isEmpty()) {
            return new Portion(List.of(), false, 0, false);
        }
        return Query.run(pool, connection -> between(connection, begin.get(), end.get(), after, condition, limit));
    }

    private static Portion between(
            Connection connection,
            TailSnapshot from,
            TailSnapshot to,
            Optional<UUID> after,
            LogCondition condition,
            int limit)
            throws SQLException {
        List<Commit> commits = commits(from, to).list(connection, Commit::read);
        List<Line> lines = lines(connection, commits, after, condition, limit + 1);
        // Last, so that what is forgotten meanwhile is told.
        boolean complete = isRemembered(from, to)
                .first(connection, row -> row.getBoolean("remembered"))
                .orElseThrow();
        return new Portion(
                lines.stream().limit(limit).map(Line::event).toList(),
                lines.size() > limit || (!lines.isEmpty() && lines.getLast().isLast()),
                commits.stream().mapToLong(Commit::logEvents).sum(),
                complete);
    }

    /** What a transaction brought: where its events are, and its number as their {@code xmin} shows it. */
    private record Commit(String xmin, int logEvents, List<IdRange> spans) {

        static Commit read(ResultSet row) throws SQLException {
            Long[] first = (Long[]) row.getArray("first_millis").getArray();
            Long[] last = (Long[]) row.getArray("last_millis").getArray();
            List<IdRange> spans = new ArrayList<>(first.length);
            for (int index = 0; index < first.length; index++) {
                spans.add(new IdRange(first[index], last[index]));
            }
            return new Commit(row.getString("xmin"), row.getInt("log_events"), spans);
        }
    }

    private static Sql commits(TailSnapshot from, TailSnapshot to) {
        return Sql.of("""
                select tx::xid::text as xmin, log_events, first_millis, last_millis from ingest_commit
                where ? and tx < pg_snapshot_xmax(?::pg_snapshot) and pg_visible_in_snapshot(tx, ?::pg_snapshot)
                """, beyond(from, to), to.snapshot(), to.snapshot());
    }

    /** After a crash numbers say nothing, but time does. */
    private static Sql beyond(TailSnapshot from, TailSnapshot to) {
        if (from.life() != to.life()) {
            return Sql.of("recorded_at > ?", beforeCrash(from));
        }
        return Sql.of(
                "tx >= pg_snapshot_xmin(?::pg_snapshot) and not pg_visible_in_snapshot(tx, ?::pg_snapshot)",
                from.snapshot(),
                from.snapshot());
    }

    private static Sql beforeCrash(TailSnapshot from) {
        return Sql.of("timestamptz 'epoch' + ? * interval '1 microsecond' - " + BEFORE_A_CRASH, from.takenAtMicros());
    }

    /**
     * Whether nothing that lies between has been deleted: nothing older than the oldest row that is left had, at the
     * beginning, not ended, but has by the end.
     */
    private static Sql isRemembered(TailSnapshot from, TailSnapshot to) {
        if (from.life() != to.life()) {
            return Sql.of(
                    "select exists (select from ingest_commit where recorded_at <= ?) as remembered",
                    beforeCrash(from));
        }
        return Sql.of("""
                select pg_snapshot_xmax(?::pg_snapshot) >= oldest
                       and not exists (
                           select from pg_snapshot_xip(?::pg_snapshot) as tx
                           where tx < oldest and pg_visible_in_snapshot(tx, ?::pg_snapshot)) as remembered
                from (select min(tx) as oldest from ingest_commit) as memory""", from.snapshot(), from.snapshot(), to.snapshot());
    }

    /**
     * As many events of these transactions as asked for, unless they are very long: some spans at a time, so that each
     * statement is a short one.
     */
    private static List<Line> lines(
            Connection connection, List<Commit> commits, Optional<UUID> after, LogCondition condition, int limit)
            throws SQLException {
        long begin = after.map(EventId::millisOf).orElse(Long.MIN_VALUE);
        List<IdRange> spans = IdRange.merged(commits.stream()
                .flatMap(commit -> commit.spans.stream())
                .filter(span -> span.last() >= begin)
                .toList());
        String[] xmins = texts(commits.stream().map(Commit::xmin));
        List<Line> lines = new ArrayList<>();
        long bytes = 0;
        for (int next = 0; next < spans.size() && lines.size() < limit && bytes < MOST_BYTES; next += SPANS_AT_ONCE) {
            List<IdRange> some = spans.subList(next, Math.min(spans.size(), next + SPANS_AT_ONCE));
            Sql events = events(some, xmins, after, condition, limit - lines.size());
            for (Line line : bounded(OLDEST_FIRST, events).list(connection, Line::read)) {
                lines.add(new Line(line.event(), bytes + line.bytes()));
            }
            bytes = lines.isEmpty() ? 0 : lines.getLast().bytes();
        }
        return lines;
    }

    /**
     * The events of some transactions, span by span, as far as the limit needs. What others have written there is read
     * and passed over. The {@code offset 0} keeps the condition out of the choice of the index.
     */
    public static Sql events(
            List<IdRange> spans, String[] xmins, Optional<UUID> after, LogCondition condition, int limit) {
        return Sql.of(
                """
                select ?
                from unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::timestamptz[])
                         with ordinality as span (first_id, end_id, begins_at, ends_at, number)
                cross join lateral (
                    select ? from log_event
                    where id >= first_id and id < end_id and observed_at >= begins_at and observed_at < ends_at and ?
                          and xmin = any (?::xid[])
                    offset 0
                ) as event
                where ?
                order by span.number, id limit ?""",
                LogEventRow.COLUMNS,
                texts(spans.stream().map(IdRange::firstId)),
                texts(spans.stream().map(IdRange::endId)),
                texts(spans.stream().map(span -> span.begin().minus(PostgresLogSearch.TOLERANCE))),
                texts(spans.stream().map(span -> span.end().plus(PostgresLogSearch.TOLERANCE))),
                LogEventRow.COLUMNS,
                after.map(last -> Sql.of("id > ?", last)).orElseGet(() -> Sql.of("true")),
                xmins,
                LogConditionSql.of(condition),
                limit);
    }

    private static String[] texts(Stream<?> values) {
        return values.map(Object::toString).toArray(String[]::new);
    }
}
