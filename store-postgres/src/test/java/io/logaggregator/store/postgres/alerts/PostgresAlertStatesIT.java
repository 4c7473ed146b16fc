package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.testkit.contract.AlertStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class PostgresAlertStatesIT extends AlertStoreContract {

    private TestPostgres.Database database;
    private PostgresStore store;

    @BeforeEach
    void open() {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected <T> T transaction(Function<AlertStateStore, T> work) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            T result = work.apply(new PostgresAlertStates(connection));
            connection.commit();
            return result;
        }
    }

    @Override
    protected void put(AlertRule rule) throws SQLException {
        AlertFixtures.store(database, rule);
    }

    @Override
    protected void store(List<MetricSample> samples) {
        try (IngestSession session = store.openIngestSession()) {
            session.store(IngestBatch.of(samples));
        }
    }
}
