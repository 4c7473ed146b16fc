package io.logaggregator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.logaggregator.core.hosts.HostQuery;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Between;
import io.logaggregator.core.logs.LogCondition.Bound;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.metrics.MetricAggregation;
import io.logaggregator.core.metrics.MetricFunction;
import io.logaggregator.core.metrics.MetricQuery;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.store.postgres.commits.IdRange;
import io.logaggregator.store.postgres.logs.PostgresLogSearch;
import io.logaggregator.store.postgres.logs.PostgresLogTail;
import io.logaggregator.store.postgres.metrics.PostgresHostDirectory;
import io.logaggregator.store.postgres.sql.Connections;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.TimeBuckets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Plans of the queries on large tables. */
class QueryPlanIT {

    private static final Instant FIRST_DAY = Instant.parse("2024-05-20T00:00:00Z");
    private static final Instant NOON = Instant.parse("2024-05-23T12:00:00Z");
    private static final Instant LAST_DAY_ENDS = Instant.parse("2024-05-24T00:00:00Z");

    private static final LogCondition ALMOST_NOWHERE = new And(List.of(
            matches(Standard.HOST, "web-3"),
            matches(LogField.Text.ENVIRONMENT, "prod"),
            matches(LogField.Text.COMPONENT, "cart"),
            matches(Standard.MESSAGE, "answered")));

    private static PostgresStore store;
    private static HikariDataSource pool;
    private static HikariDataSource tailPool;

    private static final HostQuery ALL_HOSTS =
            new HostQuery(Optional.empty(), Optional.empty(), Optional.empty(), HostQuery.Order.NAME, false, NOON);

    @BeforeAll
    static void fill() {
        var database = TestStore.newDatabase();
        store = TestStore.on(database);
        pool = new Connections(TestStore.config(database)).quickPool(2);
        tailPool = new Connections(TestStore.config(database)).tailPool();
        LargeTables.fillLogs(database);
        LargeTables.fillMetrics(database);
    }

    @AfterAll
    static void close() {
        pool.close();
        tailPool.close();
        store.close();
    }

    @Test
    void find_scansIndexesInOrderUpToLimit() {
        LogQuery twoDays = new LogQuery(
                FIRST_DAY.plus(Duration.ofDays(1)), LAST_DAY_ENDS.minus(Duration.ofDays(1)), LogCondition.ALL);

        String plan =
                analyzed(PostgresLogSearch.bounded("desc", PostgresLogSearch.newest(twoDays, 101, Optional.empty())));

        assertThat(plan)
                .contains("Merge Append", "log_event_21_id_idx", "log_event_22_id_idx")
                .doesNotContain("log_event_20", "log_event_23", "log_event_default", "Seq Scan on log_event");
        assertThat(rowsRead(plan)).isLessThan(200);
    }

    @Test
    void find_scansIndex_whenFewMatchesAreEstimated() {
        String plan = analyzed(PostgresLogSearch.newest(whole(ALMOST_NOWHERE), 101, Optional.empty()));

        assertThat(plan)
                .contains("Merge Append", "hashed SubPlan")
                .doesNotContain("Seq Scan on log_event", "Sort Method", "= (SubPlan");
        assertThat(rowsRead(plan)).isLessThan(12_000);
    }

    @Test
    void find_scansIndex_beforeAnalyze() {
        var fresh = TestStore.newDatabase();
        Instant now = Instant.now();
        LogQuery today = new LogQuery(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)), LogCondition.ALL);
        try (PostgresStore store = TestStore.on(fresh);
                HikariDataSource pages = new Connections(TestStore.config(fresh)).pagePool(1)) {
            StoredObservations.append(
                    store,
                    IntStream.range(0, 20_000)
                            .mapToObj(number -> StoredObservations.event(number, now, "web-1", "hello"))
                            .toList());

            List<String> plan = explain(PostgresLogSearch.newest(today, 101, Optional.empty()))
                    .list(pages, row -> row.getString(1));

            assertThat(rowsRead(String.join("\n", plan))).isLessThan(200);
        }
    }

    @Test
    void nextPage_prunesPartitions() {
        Optional<UUID> after = Optional.of(EventId.lowest(Instant.parse("2024-05-21T12:00:00Z")));

        String plan = analyzed(PostgresLogSearch.newest(whole(LogCondition.ALL), 101, after));

        assertThat(plan).contains("log_event_21").doesNotContain("log_event_22", "log_event_23", "log_event_default");
        assertThat(rowsRead(plan)).isLessThan(200);
    }

    @Test
    void findById_readsOnePartition() {
        String plan = analyzed(PostgresLogSearch.byId(EventId.lowest(NOON)));

        assertThat(plan)
                .contains("log_event_23_id_idx")
                .doesNotContain("log_event_22", "log_event_default", "Seq Scan on log_event");
    }

    @Test
    void context_scansIndexInBothDirections() {
        LogEvent event = someEvent();

        assertThat(rowsRead(analyzed(PostgresLogSearch.before(event, 20)))).isLessThan(2_100);
        assertThat(rowsRead(analyzed(PostgresLogSearch.after(event, 20)))).isLessThan(2_100);
    }

    @Test
    void histogram_readsOnlyItsTimeRange() {
        LogQuery query = new LogQuery(NOON.minusSeconds(900), NOON, matches(LogField.Text.APPLICATION, "shop"));

        String plan = analyzed(counted(query));

        assertThat(plan).contains("log_event_23_id_idx").doesNotContain("Seq Scan on log_event", "log_event_22");
        assertThat(rowsRead(plan)).isLessThan(600);
    }

    @Test
    void histogramOfLevels_readsEventsOnlyOfPartialMinutes() {
        LogQuery query = new LogQuery(NOON.minusSeconds(3_601), NOON, new AtLeast(Level.ERROR));

        String plan = analyzed(counted(query));

        assertThat(plan).contains("log_minute_pkey", "log_event_23_id_idx").doesNotContain("Seq Scan on log_event");
        assertThat(rowsRead(plan)).isLessThan(20);
    }

    private static Sql counted(LogQuery query) {
        TimeBuckets minutes = new TimeBuckets(query.from(), query.to(), Duration.ofMinutes(1));
        return Query.run(pool, connection -> PostgresLogSearch.counted(connection, query, minutes));
    }

    @Test
    void tail_readsOnlyRangesOfTransactions() {
        long noon = NOON.toEpochMilli();
        List<IdRange> spans = IdRange.merged(
                List.of(new IdRange(noon - 3_600_000, noon - 3_600_000), new IdRange(noon, noon + 60_000)));
        Sql events = PostgresLogTail.events(spans, new String[] {"7"}, Optional.empty(), ALMOST_NOWHERE, 100);

        String plan = String.join("\n", explain(events).list(tailPool, row -> row.getString(1)));

        assertThat(plan).contains("log_event_23_id_idx").doesNotContain("Seq Scan on log_event", "Hash");
        assertThat(rowsRead(plan)).isLessThan(100);
        assertThat(rowsPassedOver(plan)).isLessThan(100);
    }

    @Test
    void hosts_readNewestSamplesFromIndex() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(PostgresHostDirectory.WITHOUT_SORTING);

            String plan = String.join(
                    "\n",
                    explain(PostgresHostDirectory.newestSamples(List.of("host-7", "host-8")))
                            .list(connection, row -> row.getString(1)));

            assertThat(plan)
                    .containsPattern("metric_sample_23_series_id_observed_at_idx[^\n]*rows=1[. ]")
                    .containsPattern("metric_sample_22_series_id_observed_at_idx[^\n]*never executed")
                    .doesNotContain("Seq Scan on metric_sample");
        }
    }

    @Test
    void queries_completeInTime(TestReporter reporter) {
        LogQuery all = whole(LogCondition.ALL);
        LogEvent event = someEvent();
        Between failed = new Between(
                new Attribute("http.status"), Optional.of(new Bound("500", true)), Optional.of(new Bound("599", true)));
        timed(reporter, "find newest 100", () -> store.logs().find(all, 100, Optional.empty()));
        timed(
                reporter,
                "find 100 of a host, four conditions",
                () -> store.logs().find(whole(ALMOST_NOWHERE), 100, Optional.empty()));
        timed(reporter, "find a text that is nowhere", () -> find(matches(Standard.MESSAGE, "nowhere to be found")));
        timed(reporter, "find a tag that is nowhere", () -> find(matches(Standard.TAG, "nowhere")));
        timed(reporter, "find an attribute that is nowhere", () -> find(matches(new Attribute("http.status"), "404")));
        timed(reporter, "find 100 by a range of an attribute", () -> find(failed));
        timed(reporter, "find by id", () -> store.logs().find(event.id()));
        timed(reporter, "context 20 + 20", () -> store.logs().context(event.id(), 20, 20));
        timed(reporter, "histogram of all by hour", () -> store.logs().histogram(all, Duration.ofHours(1)));
        timed(
                reporter,
                "histogram of errors by hour",
                () -> store.logs().histogram(whole(new AtLeast(Level.ERROR)), Duration.ofHours(1)));
        timed(reporter, "fields", () -> store.logs().fields(all, 10));
        timed(reporter, "metric names", () -> store.metrics().names());
        timed(
                reporter,
                "series of 1,000 hosts, 30 points",
                () -> store.metrics()
                        .series(new MetricQuery(
                                "system.metric.1", List.of(), NOON.minusSeconds(3_600), NOON, Duration.ofMinutes(1))));
        timed(
                reporter,
                "series of one host",
                () -> store.metrics()
                        .series(new MetricQuery(
                                "system.metric.1",
                                List.of("host-7"),
                                NOON.minusSeconds(3_600),
                                NOON,
                                Duration.ofMinutes(1))));
        MetricQuery hour =
                new MetricQuery("system.metric.1", List.of(), NOON.minusSeconds(3_600), NOON, Duration.ofMinutes(1));
        timed(
                reporter,
                "rate of 1,000 hosts",
                () -> store.metrics().aggregate(new MetricAggregation(hour, MetricFunction.RATE, Optional.empty())));
        timed(
                reporter,
                "95th percentile of all hosts",
                () -> store.metrics()
                        .aggregate(new MetricAggregation(hour, MetricFunction.P95, Optional.of(List.of()))));
        timed(reporter, "a page of hosts", () -> store.hosts().list(ALL_HOSTS, 100, Optional.empty()));
        timed(reporter, "one host", () -> store.hosts().find("host-7"));
        timed(reporter, "processes", () -> store.hosts().processes("host-7", NOON));
    }

    private static Object find(LogCondition condition) {
        return store.logs().find(whole(condition), 100, Optional.empty());
    }

    private static <T> void timed(TestReporter reporter, String question, Supplier<T> answer) {
        long start = System.nanoTime();
        assertThat(answer.get()).isNotNull();
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        reporter.publishEntry(question, taken.toMillis() + " ms");
    }

    private static LogQuery whole(LogCondition condition) {
        return new LogQuery(FIRST_DAY, LAST_DAY_ENDS, condition);
    }

    private static Matches matches(LogField field, String text) {
        return new Matches(field, TextPattern.of(text));
    }

    private static LogEvent someEvent() {
        return store.logs()
                .find(new LogQuery(FIRST_DAY, NOON, LogCondition.ALL), 1, Optional.empty())
                .items()
                .getFirst();
    }

    private static String analyzed(Sql sql) {
        return String.join("\n", explain(sql).list(pool, row -> row.getString(1)));
    }

    private static Sql explain(Sql sql) {
        return Sql.of("explain (analyze, costs off, timing off) ?", sql);
    }

    private static long rowsPassedOver(String plan) {
        return Pattern.compile("Rows Removed by Filter: (\\d+)")
                .matcher(plan)
                .results()
                .mapToLong(filter -> Long.parseLong(filter.group(1)))
                .sum();
    }

    /** Number of rows that the scans of the log partitions returned. */
    private static long rowsRead(String plan) {
        return Pattern.compile("Scan[^\\n]* on log_event_\\d+[^\\n]*rows=(\\d+)")
                .matcher(plan)
                .results()
                .mapToLong(scan -> Long.parseLong(scan.group(1)))
                .sum();
    }
}
