package io.logaggregator.store.postgres.maintenance;

import static java.time.ZoneOffset.UTC;
import static java.time.format.DateTimeFormatter.BASIC_ISO_DATE;

import io.logaggregator.store.postgres.commits.HourVersions;
import io.logaggregator.store.postgres.logs.MinuteCounts;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The daily partitions of one table, named after the UTC day: {@code log_event_20261123}. Rows of other days are in the
 * default partition.
 *
 * @param table partitioned by range of {@code observed_at}
 * @param kind name of its rows in {@code expired_rows} and in {@link
 *     io.logaggregator.core.ledger.StoredRows}
 */
record DayPartitions(String table, String kind) {

    static final DayPartitions LOG_EVENT = new DayPartitions("log_event", "logEvents");

    static final List<DayPartitions> ALL = List.of(
            LOG_EVENT,
            new DayPartitions("message_filter", "messageFilters"), // after the events, of which none may be without
            new DayPartitions("metric_sample", "metricSamples"),
            new DayPartitions("process_snapshot", "processSnapshots"),
            new DayPartitions("metric_summary", "metricSummaries"));

    /** Returns the partitions of all tables, the oldest first, default partitions last. */
    static List<PartitionSize> sizes(Connection connection) throws SQLException {
        String[] tables = ALL.stream().map(DayPartitions::table).toArray(String[]::new);
        return Sql.of("""
                        select parent.relname as parent, substring(child.relname from '_(\\d{8})$') as day,
                               pg_total_relation_size(child.oid) as bytes, pg_relation_size(child.oid) = 0 as empty
                        from unnest(?) with ordinality as list (name, place)
                        join pg_class parent on parent.oid = list.name::regclass
                        join pg_inherits on inhparent = parent.oid
                        join pg_class child on child.oid = inhrelid
                        order by day nulls last, place
                        """, (Object) tables).list(connection, DayPartitions::size);
    }

    private static PartitionSize size(ResultSet row) throws SQLException {
        String parent = row.getString("parent");
        return new PartitionSize(
                ALL.stream()
                        .filter(partitions -> partitions.table.equals(parent))
                        .findFirst()
                        .orElseThrow(),
                Optional.ofNullable(row.getString("day")).map(day -> LocalDate.parse(day, BASIC_ISO_DATE)),
                row.getLong("bytes"),
                row.getBoolean("empty"));
    }

    /**
     * The size of a partition.
     *
     * @param day empty for the default partition
     * @param bytes including indexes
     * @param empty whether it never held a row
     */
    record PartitionSize(DayPartitions of, Optional<LocalDate> day, long bytes, boolean empty) {}

    /** Returns the days with a partition, in order. */
    List<LocalDate> days(Connection connection) throws SQLException {
        return Sql.of("""
                        select substring(child.relname from '_(\\d{8})$') as day
                        from pg_inherits join pg_class child on child.oid = inhrelid
                        where inhparent = ?::regclass and child.relname ~ '_\\d{8}$'
                        order by day
                        """, table).list(connection, row -> LocalDate.parse(row.getString("day"), BASIC_ISO_DATE));
    }

    /**
     * Creates the partition of a day. Rows of that day move from the default partition before the new one is attached,
     * as PostgreSQL requires. The default partition is locked; the table remains readable and writable.
     */
    void create(Connection connection, LocalDate day) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    lock table %1$s_default in access exclusive mode;
                    create table %2$s (like %1$s including all);
                    with moved as (
                        delete from %1$s_default where observed_at >= '%3$s' and observed_at < '%4$s' returning *
                    )
                    insert into %2$s select * from moved;
                    alter table %1$s attach partition %2$s for values from ('%3$s') to ('%4$s')
                    """.formatted(table, partition(day), midnight(day), midnight(day.plusDays(1))));
        }
    }

    /**
     * Drops the partition of a day and records its number of rows. Only the last step locks the table; the share lock
     * before it keeps the counted rows unchanged.
     */
    void drop(Connection connection, LocalDate day) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    lock table %1$s in share mode;
                    insert into expired_rows (kind, source, rows) select '%2$s', '%1$s', count(*) from %1$s;
                    delete from hour_mark where source = '%3$s' and hour >= %4$d and hour < %5$d;
                    %6$s;
                    drop table %1$s
                    """.formatted(
                            partition(day),
                            kind,
                            table,
                            HourVersions.of(midnight(day)),
                            HourVersions.of(midnight(day.plusDays(1))),
                            deleteSummaries(day)));
        }
    }

    private String deleteSummaries(LocalDate day) {
        return switch (table) {
            case "log_event" ->
                "delete from log_minute where minute >= '%s' and minute < '%s'"
                        .formatted(midnight(day), midnight(day.plusDays(1)));
            case "metric_sample" ->
                "delete from summarised_hour where hour < %d".formatted(HourVersions.of(midnight(day.plusDays(1))));
            default -> "";
        };
    }

    /**
     * Deletes older rows from the default partition and records their number. Versions of hours without rows are deleted
     * too. One statement sees versions and rows in one snapshot: a version that a transaction changes concurrently stays,
     * as its rows do. Deleted rows are subtracted from the minute counts in a row that no other session writes.
     */
    void deleteExpiredDefaults(Connection connection, Instant before) throws SQLException {
        boolean isCounted = table.equals("log_event");
        Sql.of(
                        """
                        with expired as (
                            delete from %1$s_default where observed_at < ? returning %3$s
                        ), emptied as (
                            delete from hour_mark using hour_mark seen
                            where hour_mark.source = '%1$s' and hour_mark.hour < ?
                                  and (seen.source, seen.hour, seen.writer, seen.mark)
                                      = (hour_mark.source, hour_mark.hour, hour_mark.writer, hour_mark.mark)
                                  and to_regclass('%1$s_' || to_char(
                                      to_timestamp(hour_mark.hour * 3600) at time zone 'UTC', 'YYYYMMDD')) is null
                        ), cut as (
                            update hour_mark set mark = %4$s
                            where source = '%1$s' and hour = ? and exists (select from expired)
                        )%5$s
                        insert into expired_rows (kind, source, rows)
                        select '%2$s', '%1$s_default', count(*) from expired having count(*) > 0
                        """.formatted(
                                        table,
                                        kind,
                                        isCounted ? MinuteCounts.COUNTED : "1",
                                        HourVersions.NEW_VERSION,
                                        isCounted ? ", uncounted as (" + MinuteCounts.UNCOUNT + ")" : ""),
                        Timestamps.of(before),
                        HourVersions.of(before),
                        HourVersions.of(before))
                .update(connection);
    }

    String partition(LocalDate day) {
        return table + '_' + day.format(BASIC_ISO_DATE);
    }

    private static Instant midnight(LocalDate day) {
        return day.atStartOfDay(UTC).toInstant();
    }
}
