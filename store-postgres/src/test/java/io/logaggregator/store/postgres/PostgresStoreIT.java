package io.logaggregator.store.postgres;

import io.logaggregator.core.store.Store;
import io.logaggregator.testkit.contract.StoreContract;

/** Runs the store contract on PostgreSQL. */
class PostgresStoreIT extends StoreContract {

    @Override
    protected Store emptyStore() {
        return TestStore.on(TestStore.newDatabase());
    }
}
