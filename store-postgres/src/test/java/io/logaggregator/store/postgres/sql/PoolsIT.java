package io.logaggregator.store.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.common.StoreBusyException;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.store.postgres.LargeTables;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.store.postgres.StoredObservations;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many more queries than connections, each of which runs until its timeout. */
class PoolsIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final LogQuery SLOW = new LogQuery(NOON, NOON.plusSeconds(60), LogCondition.ALL);
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(4);

    private static PostgresStore store;

    @BeforeAll
    static void open() {
        TestPostgres.Database database = TestStore.newDatabase();
        store = new PostgresStore(new PostgresStoreConfig(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                10,
                CONNECTION_TIMEOUT,
                QUERY_TIMEOUT,
                Map.of()));
        StoredObservations.append(store, List.of(StoredObservations.event(1, NOON, "web-1", "hello")));
        LargeTables.slowDownReading(database);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void slowQueries_doNotBlockQuickOnes() {
        List<Future<?>> slow = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 100; caller++) {
                slow.add(callers.submit(() -> store.logs().histogram(SLOW, Duration.ofSeconds(1))));
                slow.add(callers.submit(() -> store.logs().find(SLOW, 100, Optional.empty())));
            }
            // In the pool of the slow queries, each of these would fail after the connection timeout.
            for (int question = 0; question < 50; question++) {
                assertThat(store.alertRules().list()).isEmpty();
                assertThat(store.alerts().find(UUID.randomUUID())).isEmpty();
                store.check();
            }
        }
        assertThat(slow)
                .extracting(Future::exceptionNow)
                .hasOnlyElementsOfTypes(QueryTimeoutException.class, StoreBusyException.class)
                .filteredOn(QueryTimeoutException.class::isInstance)
                .hasSize(6);
    }
}
