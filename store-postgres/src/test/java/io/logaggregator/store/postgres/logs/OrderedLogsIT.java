package io.logaggregator.store.postgres.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.logaggregator.core.common.Page;
import io.logaggregator.core.logs.FieldValues.ValueCount;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogExport.Order;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.store.postgres.LargeTables;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.sql.Connections;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches 200,000 events of four days; event number 1234 ends with the MD5 of 1234. */
class OrderedLogsIT {

    private static final Instant FIRST_DAY = Instant.parse("2024-05-20T00:00:00Z");
    private static final Instant NOON = Instant.parse("2024-05-22T12:00:00Z");
    private static final Instant LAST_DAY_ENDS = Instant.parse("2024-05-24T00:00:00Z");

    private static TestPostgres.Database database;
    private static PostgresStore store;
    private static HikariDataSource pool;

    @BeforeAll
    static void fill() throws SQLException {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        pool = new Connections(TestStore.config(database)).pagePool(1);
        LargeTables.fillLogs(database);
        // the last six hours stay without filters
        store.maintenance().maintainClosedPartitions(LAST_DAY_ENDS.minus(Duration.ofHours(6)));
    }

    @AfterAll
    static void close() {
        pool.close();
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cart/1234 ",
                "81DC9BDB52D04DC20036DBD8313ED055", // on the first day
                "answered after 977 ms", // never
                "cart/19999 answered", // on the first day
                "cart/199990 answered", // on the last day
                "/17777", // once on each day but the first
                "55"
            })
    void find_findsWhatIsRareAndWhatIsNot_inPagesAsInOne(String text) throws SQLException {
        LogQuery query = query(message(text));

        assertThat(pages(query, Order.NEWEST_FIRST, 7)).isEqualTo(read(text, "desc"));
        assertThat(pages(query, Order.OLDEST_FIRST, 7)).isEqualTo(read(text, "asc"));
    }

    @Test
    void find_respectsRangeAndConditions() {
        Instant noon = Instant.parse("2024-05-21T12:00:00Z");
        LogCondition host = new Matches(Standard.HOST, TextPattern.of("web-77"));
        LogCondition both = new And(List.of(message("177 answered"), host));

        Page<LogEvent> page = store.logs().find(new LogQuery(noon, LAST_DAY_ENDS, both), 100, Optional.empty());
        assertThat(page.items())
                .hasSize(100)
                .allMatch(event ->
                        event.host().equals("web-77") && event.message().contains("177 answered"));
        Page<LogEvent> early = store.logs().find(new LogQuery(FIRST_DAY, noon, both), 1_000, Optional.empty());
        assertThat(early.items())
                .hasSize(75)
                .allMatch(event -> event.observedAt().isBefore(noon));
    }

    @Test
    void find_readsLittleOfClosedDays() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            OrderedLogs newest = new OrderedLogs(
                    query(message("cart/1234 ")), Order.NEWEST_FIRST, Optional.empty(), Duration.ofMinutes(1));
            List<String> plans = new ArrayList<>();
            for (Optional<Sql> next = newest.next(connection, 100);
                    next.isPresent();
                    next = newest.next(connection, 100)) {
                plans.addAll(Sql.of("explain (analyze, costs off, timing off) ?", next.get())
                        .list(connection, row -> row.getString(1)));
            }
            // without filters: the newest six hours
            assertThat(plans).noneMatch(line -> line.contains("Seq Scan on log_event_20"));
        }
    }

    /** Ranges before and after noon of a day in between. */
    @ParameterizedTest
    @CsvSource({
        "PT5H, 2024-05-22T07:00:00Z, 2024-05-22T17:00:00Z",
        "PT6H, 2024-05-22T00:00:00Z, 2024-05-23T00:00:00Z",
        "PT12H, 2024-05-22T00:00:00Z, 2024-05-23T00:00:00Z",
        "PT25H, 2024-05-21T00:00:00Z, 2024-05-24T00:00:00Z"
    })
    void window_extendsToNearDay(Duration length, Instant start, Instant end) {
        assertThat(OrderedLogs.startOfRange(FIRST_DAY, NOON, length)).isEqualTo(start);
        assertThat(OrderedLogs.endOfRange(LAST_DAY_ENDS, NOON, length)).isEqualTo(end);
    }

    @Test
    void window_extendsBeyondTheQuery_ifItIsLonger() {
        Duration length = Duration.ofDays(30);

        assertThat(OrderedLogs.startOfRange(FIRST_DAY, NOON, length))
                .isEqualTo(FIRST_DAY.minus(PostgresLogSearch.TOLERANCE));
        assertThat(OrderedLogs.endOfRange(LAST_DAY_ENDS, NOON, length))
                .isEqualTo(LAST_DAY_ENDS.plus(PostgresLogSearch.TOLERANCE));
    }

    @Test
    void fields_countRareEvents() {
        var hosts = store.logs().fields(query(message("/17777")), 10).fields().getFirst();

        assertThat(hosts.field()).isEqualTo(Standard.HOST);
        assertThat(hosts.values().stream().mapToLong(ValueCount::count).sum()).isEqualTo(11);
    }

    private static List<UUID> pages(LogQuery query, Order order, int limit) {
        List<UUID> all = new ArrayList<>();
        Optional<UUID> after = Optional.empty();
        do {
            Page<LogEvent> page = store.logs().find(query, order, limit, after);
            page.items().forEach(event -> all.add(event.id()));
            after = page.next();
        } while (after.isPresent() && all.size() < 100);
        return all;
    }

    /** The same query in its simplest form. */
    private static List<UUID> read(String text, String direction) {
        return Sql.of(
                        "select id from log_event where lower(message) like lower(?) order by id " + direction
                                + " limit 105",
                        '%' + text + '%')
                .list(pool, row -> row.getObject("id", UUID.class));
    }

    private static LogQuery query(LogCondition condition) {
        return new LogQuery(FIRST_DAY, LAST_DAY_ENDS, condition);
    }

    private static LogCondition message(String text) {
        return new Matches(Standard.MESSAGE, TextPattern.of(text));
    }
}
