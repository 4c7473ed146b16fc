package io.logaggregator.store.postgres.logs;

import static io.logaggregator.store.postgres.logs.PostgresLogSearch.MAX_BYTES;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Follows {@code log_event} by the records of {@code ingest_commit}. Neither ids nor transaction ids become visible in
 * order, but PostgreSQL's snapshots determine exactly which transactions committed between two reads. Thread-safe.
 */
public final class PostgresLogTail implements LogTail {

    /** More than a crash can lose: three times {@code wal_writer_delay}, and the age of a transaction. */
    private static final String BEFORE_A_CRASH = "interval '10 seconds'";

    /** Of at most a second each, see {@link IdRange#merged}. */
    private static final int RANGES_PER_STATEMENT = 100;

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
                        from pg_stat_bgwriter""").first(pool, PostgresLogTail::snapshot).orElseThrow().cursor();
    }

    /** The statistics of the background writer restart only after a crash, or when an administrator resets them. */
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
        // last, so that it reports rows deleted in the meantime
        boolean complete = isRetained(from, to)
                .first(connection, row -> row.getBoolean("retained"))
                .orElseThrow();
        return new Portion(
                lines.stream().limit(limit).map(Line::event).toList(),
                lines.size() > limit || (!lines.isEmpty() && lines.getLast().isLast()),
                commits.stream().mapToLong(Commit::logEvents).sum(),
                complete);
    }

    /** A committed transaction: the id ranges of its events, and its id as their {@code xmin}. */
    private record Commit(String xmin, int logEvents, List<IdRange> ranges) {

        static Commit read(ResultSet row) throws SQLException {
            Long[] first = (Long[]) row.getArray("first_millis").getArray();
            Long[] last = (Long[]) row.getArray("last_millis").getArray();
            List<IdRange> ranges = new ArrayList<>(first.length);
            for (int index = 0; index < first.length; index++) {
                ranges.add(new IdRange(first[index], last[index]));
            }
            return new Commit(row.getString("xmin"), row.getInt("events"), ranges);
        }
    }

    private static Sql commits(TailSnapshot from, TailSnapshot to) {
        return Sql.of("""
                select tx::xid::text as xmin, events, first_millis, last_millis from ingest_commit
                where ? and tx < pg_snapshot_xmax(?::pg_snapshot) and pg_visible_in_snapshot(tx, ?::pg_snapshot)
                """, committedAfter(from, to), to.snapshot(), to.snapshot());
    }

    /** After a crash transaction ids do not compare, but times do. */
    private static Sql committedAfter(TailSnapshot from, TailSnapshot to) {
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
     * Whether no record in between was deleted: no transaction older than the oldest remaining record ended between the
     * two snapshots.
     */
    private static Sql isRetained(TailSnapshot from, TailSnapshot to) {
        if (from.life() != to.life()) {
            return Sql.of(
                    "select exists (select from ingest_commit where recorded_at <= ?) as retained", beforeCrash(from));
        }
        return Sql.of("""
                select pg_snapshot_xmax(?::pg_snapshot) >= oldest
                       and not exists (
                           select from pg_snapshot_xip(?::pg_snapshot) as tx
                           where tx < oldest and pg_visible_in_snapshot(tx, ?::pg_snapshot)) as retained
                from (select min(tx) as oldest from ingest_commit) as memory""", from.snapshot(), from.snapshot(), to.snapshot());
    }

    /**
     * Reads events of these transactions up to the limits of number and bytes, some ranges per statement, so that each
     * statement is short.
     */
    private static List<Line> lines(
            Connection connection, List<Commit> commits, Optional<UUID> after, LogCondition condition, int limit)
            throws SQLException {
        long begin = after.map(EventId::millisOf).orElse(Long.MIN_VALUE);
        List<IdRange> ranges = IdRange.merged(commits.stream()
                .flatMap(commit -> commit.ranges.stream())
                .filter(range -> range.last() >= begin)
                .toList());
        String[] xmins = texts(commits.stream().map(Commit::xmin));
        List<Line> lines = new ArrayList<>();
        long bytes = 0;
        for (int next = 0;
                next < ranges.size() && lines.size() < limit && bytes < MAX_BYTES;
                next += RANGES_PER_STATEMENT) {
            List<IdRange> some = ranges.subList(next, Math.min(ranges.size(), next + RANGES_PER_STATEMENT));
            Sql events = events(some, xmins, after, condition, limit - lines.size());
            for (Line line : bounded(OLDEST_FIRST, events).list(connection, Line::read)) {
                lines.add(new Line(line.event(), bytes + line.bytes()));
            }
            bytes = lines.isEmpty() ? 0 : lines.getLast().bytes();
        }
        return lines;
    }

    /**
     * Selects the events of some transactions, range by range, up to the limit; events of others in these ranges are
     * filtered. The {@code offset 0} keeps the condition from influencing the choice of the index.
     */
    public static Sql events(
            List<IdRange> ranges, String[] xmins, Optional<UUID> after, LogCondition condition, int limit) {
        return Sql.of(
                """
                select event.*
                from unnest(?, ?, ?::timestamptz[], ?::timestamptz[])
                         with ordinality as range (first_id, end_id, begins_at, ends_at, number)
                cross join lateral (
                    select * from log_event
                    where id >= first_id and id < end_id and observed_at >= begins_at and observed_at < ends_at and ?
                          and xmin = any (?::xid[])
                    offset 0
                ) as event
                where ?
                order by range.number, id limit ?""",
                ranges.stream().map(IdRange::firstId).toArray(UUID[]::new),
                ranges.stream().map(IdRange::endId).toArray(UUID[]::new),
                texts(ranges.stream().map(range -> range.begin().minus(PostgresLogSearch.TOLERANCE))),
                texts(ranges.stream().map(range -> range.end().plus(PostgresLogSearch.TOLERANCE))),
                after.map(last -> Sql.of("id > ?", last)).orElseGet(() -> Sql.of("true")),
                xmins,
                LogConditionSql.ofStored(condition),
                limit);
    }

    private static String[] texts(Stream<?> values) {
        return values.map(Object::toString).toArray(String[]::new);
    }

    /**
     * The content of a cursor.
     *
     * @param life start of the server since its last crash, in microseconds: after a crash, PostgreSQL may assign lost
     *     transaction ids again
     * @param takenAtMicros since 1970, by the clock of the server
     * @param snapshot the ended transactions, as text of the type {@code pg_snapshot}
     * @see <a href="https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT">PostgreSQL,
     *     transaction ids and snapshots</a>
     */
    private record TailSnapshot(long life, long takenAtMicros, String snapshot) {
        private static final Pattern TEXT = Pattern.compile(
                "([0-9a-z]{1,12})\\.([0-9a-z]{1,12})\\.((\\d{1,18}):(\\d{1,18}):(\\d{1,18}(?:,\\d{1,18})*)?)");
        private static final int RADIX = 36;

        TailCursor cursor() {
            return new TailCursor(
                    Long.toString(life, RADIX) + '.' + Long.toString(takenAtMicros, RADIX) + '.' + snapshot);
        }

        /** Parses a cursor; empty if this store did not create it. */
        static Optional<TailSnapshot> of(TailCursor cursor) {
            Matcher text = TEXT.matcher(cursor.text());
            if (!text.matches() || !isInOrder(text.group(4), text.group(6), text.group(5))) {
                return Optional.empty();
            }
            return Optional.of(new TailSnapshot(
                    Long.parseLong(text.group(1), RADIX), Long.parseLong(text.group(2), RADIX), text.group(3)));
        }

        /** Whether the snapshot is valid: running transactions ascend between the first number and the end. */
        private static boolean isInOrder(String first, @Nullable String running, String end) {
            long next = Math.max(1, Long.parseLong(first));
            for (String number : running == null ? new String[0] : running.split(",")) {
                if (Long.parseLong(number) < next) {
                    return false;
                }
                next = Long.parseLong(number) + 1;
            }
            return next <= Long.parseLong(end);
        }
    }
}
