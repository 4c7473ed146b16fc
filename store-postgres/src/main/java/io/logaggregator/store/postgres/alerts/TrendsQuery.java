package io.logaggregator.store.postgres.alerts;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTrends;
import io.logaggregator.core.alerting.alert.AlertTrends.Bucket;
import io.logaggregator.core.alerting.alert.AlertTrends.Count;
import io.logaggregator.core.alerting.alert.AlertTrends.Times;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.TimeBuckets;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Counts the alerts opened in a time range, and in the preceding range of the same length, with four queries, which are
 * consistent in one snapshot.
 *
 * @param top maximum number of rules and of hosts
 */
record TrendsQuery(TimeBuckets steps, int top) implements Query<AlertTrends> {

    private record Cell(Instant start, Severity highest, AlertStatus status, long alerts) {}

    private record Summary(long previous, Optional<Times> toAcknowledge, Optional<Times> toResolve) {}

    @Override
    public AlertTrends on(Connection connection) throws SQLException {
        List<Cell> cells = cells().list(connection, TrendsQuery::readCell);
        Summary summary = summary().list(connection, TrendsQuery::readSummary).getFirst();
        return new AlertTrends(
                steps.from(),
                steps.to(),
                steps.step(),
                cells.stream().mapToLong(Cell::alerts).sum(),
                summary.previous,
                sums(cells, Cell::highest),
                sums(cells, Cell::status),
                noisiestRules().list(connection, TrendsQuery::readCount),
                noisiestHosts().list(connection, TrendsQuery::readCount),
                buckets(cells),
                summary.toAcknowledge,
                summary.toResolve);
    }

    private Sql cells() {
        return Sql.of("""
                select ? as start, highest, status, count(*) as alerts
                from alert where opened_at >= ? and opened_at < ?
                group by 1, 2, 3""", steps.startOf("opened_at"), Timestamps.of(steps.from()), Timestamps.of(steps.to()));
    }

    /** Durations are at least zero, since the clock of an action may be behind that of the evaluation. */
    private Sql summary() {
        return Sql.of(
                """
                with seconds as (
                    select greatest(extract(epoch from acknowledged_at - opened_at), 0)::float8 as to_acknowledge,
                           greatest(extract(epoch from resolved_at - opened_at), 0)::float8 as to_resolve,
                           acknowledged_at is not null as acknowledged,
                           resolved_at is not null as resolved
                    from alert where opened_at >= ? and opened_at < ?
                )
                select (select count(*) from alert where opened_at >= ? and opened_at < ?) as previous,
                       count(*) filter (where acknowledged) as acknowledged,
                       avg(to_acknowledge) filter (where acknowledged) as acknowledged_mean,
                       percentile_cont(0.95) within group (order by to_acknowledge) filter (where acknowledged)
                           as acknowledged_p95,
                       count(*) filter (where resolved) as resolved,
                       avg(to_resolve) filter (where resolved) as resolved_mean,
                       percentile_cont(0.95) within group (order by to_resolve) filter (where resolved)
                           as resolved_p95
                from seconds""",
                Timestamps.of(steps.from()),
                Timestamps.of(steps.to()),
                Timestamps.of(previous()),
                Timestamps.of(steps.from()));
    }

    /** The name of a rule is that of its newest alert. */
    private Sql noisiestRules() {
        return Sql.of("""
                select newest.rule_name as name, alerts, previous, open
                from (?) as noisiest
                cross join lateral (
                    select rule_name from alert where rule_id = noisiest.key order by id desc limit 1) as newest
                order by alerts desc, key""", noisiest("rule_id", "true"));
    }

    private Sql noisiestHosts() {
        return Sql.of(
                "select key as name, alerts, previous, open from (?) as noisiest", noisiest("host", "host <> ''"));
    }

    private Sql noisiest(String key, String condition) {
        return Sql.of(
                """
                select %s as key,
                       count(*) filter (where opened_at >= ?) as alerts,
                       count(*) filter (where opened_at < ?) as previous,
                       count(*) filter (where opened_at >= ? and status <> 'RESOLVED') as open
                from alert where opened_at >= ? and opened_at < ? and %s
                group by key
                having count(*) filter (where opened_at >= ?) > 0
                order by alerts desc, key
                limit ?""".formatted(key, condition),
                Timestamps.of(steps.from()),
                Timestamps.of(steps.from()),
                Timestamps.of(steps.from()),
                Timestamps.of(previous()),
                Timestamps.of(steps.to()),
                Timestamps.of(steps.from()),
                top);
    }

    private Instant previous() {
        Instant from = Timestamps.storable(steps.from());
        return from.minus(Duration.between(from, Timestamps.storable(steps.to())));
    }

    private static <K> Map<K, Long> sums(List<Cell> cells, Function<Cell, K> key) {
        return cells.stream().collect(groupingBy(key, summingLong(Cell::alerts)));
    }

    private static List<Bucket> buckets(List<Cell> cells) {
        return cells.stream()
                .collect(groupingBy(Cell::start, TreeMap::new, groupingBy(Cell::highest, summingLong(Cell::alerts))))
                .entrySet()
                .stream()
                .map(bucket -> new Bucket(bucket.getKey(), bucket.getValue()))
                .toList();
    }

    private static Cell readCell(ResultSet row) throws SQLException {
        return new Cell(
                Timestamps.read(row, "start"),
                Severity.valueOf(row.getString("highest")),
                AlertStatus.valueOf(row.getString("status")),
                row.getLong("alerts"));
    }

    private static Summary readSummary(ResultSet row) throws SQLException {
        return new Summary(row.getLong("previous"), readTimes(row, "acknowledged"), readTimes(row, "resolved"));
    }

    private static Optional<Times> readTimes(ResultSet row, String name) throws SQLException {
        long alerts = row.getLong(name);
        return alerts == 0
                ? Optional.empty()
                : Optional.of(new Times(
                        alerts, seconds(row.getDouble(name + "_mean")), seconds(row.getDouble(name + "_p95"))));
    }

    private static Duration seconds(double seconds) {
        return Duration.of(Math.round(seconds * 1_000_000), ChronoUnit.MICROS);
    }

    private static Count readCount(ResultSet row) throws SQLException {
        return new Count(row.getString("name"), row.getLong("alerts"), row.getLong("previous"), row.getLong("open"));
    }
}
