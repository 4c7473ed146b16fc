package io.logaggregator.store.postgres;

import io.logaggregator.core.store.Store;
import io.logaggregator.testkit.StoreContract;
import io.logaggregator.testkit.TestPostgres;

/** Runs the store contract on PostgreSQL. */
class PostgresStoreIT extends StoreContract {

    @Override
    protected Store emptyStore() {
        return TestStore.on(TestPostgres.shared().newDatabase());
    }
}
