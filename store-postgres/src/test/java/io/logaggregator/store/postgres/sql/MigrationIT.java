package io.logaggregator.store.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogHistogram.Bucket;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class MigrationIT {

    private static final int INSTANCES = 3;

    @Test
    void migrate_runsOnce_whenConcurrent() throws Exception {
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        CyclicBarrier barrier = new CyclicBarrier(INSTANCES);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> instances = new ArrayList<>();
            for (int i = 0; i < INSTANCES; i++) {
                instances.add(executor.submit(() -> {
                    try (PostgresStore store = new PostgresStore(TestStore.config(database))) {
                        barrier.await();
                        store.migrate();
                        return store.ledger().count();
                    }
                }));
            }
            for (Future<?> instance : instances) {
                instance.get();
            }
        }
    }

    @Test
    void migrate_keepsData() throws Exception {
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .locations("classpath:io/logaggregator/store/postgres/migrations")
                .target("5")
                .load()
                .migrate();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into process_snapshot (host, observed_at, pid, name, cpu, memory, status) values
                    ('full', 'epoch', '{2147483647, 0, 7, 7}', '{d, a, b, c}', '{1, 2, 3, 4}', '{4, 3, 2, 1}', '{w, x, y, z}'),
                    ('empty', 'epoch', '{}', '{}', '{}', '{}', '{}')""");
            statement.execute("""
                    insert into log_event
                    select gen_random_uuid(), timestamptz 'epoch' + second * interval '1 second', 'epoch', 'web-1',
                           case when second < 90 then 9 else 17 end, 'm', '', '', '', '', '{}', '{}'
                    from generate_series(0, 119) as second""");
        }

        try (PostgresStore store = TestStore.on(database)) {
            assertThat(pids(store, "full")).containsExactly(2147483647, 0, 7, 7);
            assertThat(pids(store, "empty")).isEmpty();
            assertThat(store.logs()
                            .histogram(
                                    new LogQuery(Instant.EPOCH, Instant.EPOCH.plusSeconds(120), LogCondition.ALL),
                                    Duration.ofMinutes(1))
                            .buckets())
                    .containsExactly(
                            new Bucket(Instant.EPOCH, Map.of(Level.INFO, 60L)),
                            new Bucket(Instant.EPOCH.plusSeconds(60), Map.of(Level.INFO, 30L, Level.ERROR, 30L)));
        }
    }

    private static List<Integer> pids(PostgresStore store, String host) {
        return store.hosts().processes(host, Instant.EPOCH).orElseThrow().processes().stream()
                .map(ProcessSnapshot.Entry::pid)
                .toList();
    }

    @Test
    void migrate_rejectsForeignSchema() throws Exception {
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                PostgresStore store = new PostgresStore(TestStore.config(database))) {
            statement.execute("create table customers (id integer)");

            assertThatIllegalStateException()
                    .isThrownBy(store::migrate)
                    .withMessageStartingWith("cannot migrate the schema: ");
        }
    }
}
