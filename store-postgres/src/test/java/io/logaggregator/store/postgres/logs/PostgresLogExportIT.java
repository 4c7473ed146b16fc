package io.logaggregator.store.postgres.logs;

import static io.logaggregator.store.postgres.StoredObservations.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogExport.Order;
import io.logaggregator.core.logs.LogExport.Sink;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.StoredObservations;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.sql.Connections;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.testkit.TestPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostgresLogExportIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int LINES = 3_000;

    /** Over ten days, always ten events at the same instant. */
    private static final List<LogEvent> EVENTS = IntStream.range(0, LINES)
            .mapToObj(number -> event(
                    number, NOON.plus(Duration.ofMinutes(48).multipliedBy(number / 10)), "web-" + number % 7, "line"))
            .toList();

    private static TestPostgres.Database database;
    private static PostgresStore store;

    @BeforeAll
    static void fill() {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        StoredObservations.append(store, EVENTS);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @ParameterizedTest
    @EnumSource
    void read_deliversAllInOrder(Order order) {
        assertThat(read(store.logExport(), all(), order)).containsExactlyElementsOf(inOrder(order));
    }

    @ParameterizedTest
    @EnumSource
    void read_continuesInNextTransaction(Order order) {
        LogExport oneRowATransaction = new PostgresLogExport(connections(), Duration.ZERO);

        assertThat(read(oneRowATransaction, all(), order)).containsExactlyElementsOf(inOrder(order));
    }

    @Test
    void read_deliversMatchingEventsInRange() {
        LogCondition host = new LogCondition.Matches(Standard.HOST, TextPattern.of("web-3"));
        Instant to = NOON.plus(Duration.ofDays(2));

        List<LogEvent> read = read(store.logExport(), new LogQuery(NOON, to, host), Order.OLDEST_FIRST);

        assertThat(read)
                .containsExactlyElementsOf(EVENTS.stream()
                        .filter(event -> event.host().equals("web-3")
                                && event.observedAt().isBefore(to))
                        .toList());
    }

    @Test
    void read_ends_whenReceiverStops() {
        List<LogEvent> taken = new ArrayList<>();

        store.logExport().read(all(), Order.OLDEST_FIRST, event -> {
            taken.add(event);
            return taken.size() < 7;
        });

        assertThat(taken).hasSize(7);
        awaitNoConnection();
    }

    @Test
    void read_ends_whenReceiverThrows() {
        List<LogEvent> taken = new ArrayList<>();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> store.logExport().<Exception>read(all(), Order.OLDEST_FIRST, event -> {
                    taken.add(event);
                    assertThat(connectionsInUse()).isEqualTo(1);
                    throw new IOException("gone");
                }));

        assertThat(taken).hasSize(1);
        awaitNoConnection();
    }

    @Test
    void read_ends_whenReceiverIsGone() throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table log_event");

            assertTimeoutPreemptively(
                    Duration.ofSeconds(60),
                    () -> store.logExport().read(all(), Order.OLDEST_FIRST, new Sink<>() {
                        @Override
                        public boolean accept(LogEvent event) {
                            throw new IllegalStateException("the table is locked");
                        }

                        @Override
                        public boolean isWaiting() {
                            return false;
                        }
                    }));

            awaitNoConnection();
        }
    }

    @Test
    void largeEvents_areReadOneByOne() throws SQLException {
        Instant to = NOON.minus(Duration.ofDays(1));
        List<LogEvent> events = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            Instant at = to.minusSeconds(600 - number);
            LogEvent event =
                    StoredObservations.event(10_000 + number, at, "large", "x".repeat(number < 20 ? 1 : 900_000));
            events.add(number < 25 ? event : withAttributes(event, "{\"a\": \"" + "y".repeat(1_000_000) + "\"}"));
        }
        StoredObservations.append(store, events);
        LogQuery query = new LogQuery(to.minus(Duration.ofDays(1)), to, LogCondition.ALL);

        assertThat(read(store.logExport(), query, Order.OLDEST_FIRST)).isEqualTo(events);
        assertThat(read(store.logExport(), query, Order.NEWEST_FIRST)).isEqualTo(events.reversed());
        try (var connection = connections().openForExport()) {
            assertThat(PostgresLogExport.rows(query, Order.OLDEST_FIRST, Optional.empty())
                            .list(connection, row -> row.getString("message") == null))
                    .containsExactlyElementsOf(events.stream()
                            .map(event -> event.message().length() > 1)
                            .toList());
        }
    }

    private static LogEvent withAttributes(LogEvent event, String attributes) {
        return new LogEvent(
                event.id(),
                event.observedAt(),
                event.receivedAt(),
                event.host(),
                event.level(),
                event.message(),
                event.texts(),
                event.tags(),
                new JsonObject(attributes));
    }

    @ParameterizedTest
    @EnumSource
    void read_startsWithoutSorting(Order order) throws SQLException {
        try (var connection = connections().openForExport()) {
            String plan = String.join(
                    "\n",
                    Sql.of("explain ?", PostgresLogExport.rows(all(), order, Optional.empty()))
                            .list(connection, row -> row.getString(1)));

            assertThat(plan).contains("Merge Append").doesNotContain("Sort  (");
        }
    }

    private static List<LogEvent> read(LogExport export, LogQuery query, Order order) {
        List<LogEvent> events = new ArrayList<>();
        export.read(query, order, events::add);
        return events;
    }

    private static List<LogEvent> inOrder(Order order) {
        return switch (order) {
            case OLDEST_FIRST -> EVENTS;
            case NEWEST_FIRST -> EVENTS.reversed();
        };
    }

    private static LogQuery all() {
        return new LogQuery(NOON, NOON.plus(Duration.ofDays(30)), LogCondition.ALL);
    }

    private static Connections connections() {
        return new Connections(TestStore.config(database));
    }

    private static void awaitNoConnection() {
        await().atMost(Duration.ofMinutes(5))
                .untilAsserted(() -> assertThat(connectionsInUse()).isZero());
    }

    private static int connectionsInUse() throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and application_name = 'log-aggregator export'""")) {
            row.next();
            return row.getInt(1);
        }
    }
}
