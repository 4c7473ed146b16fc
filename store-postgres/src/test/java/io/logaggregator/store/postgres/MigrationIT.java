package io.logaggregator.store.postgres;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MigrationIT {

    private static final int INSTANCES = 3;

    @Test
    void migrate_byManyInstancesAtOnceIsDoneOnce() throws Exception {
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
    void migrate_refusesASchemaThatIsNotOurs() throws Exception {
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                PostgresStore store = new PostgresStore(TestStore.config(database))) {
            statement.execute("create table customers (id integer)");

            assertThatIllegalStateException()
                    .isThrownBy(store::migrate)
                    .withMessageStartingWith("cannot bring the schema up to date: ");
        }
    }
}
