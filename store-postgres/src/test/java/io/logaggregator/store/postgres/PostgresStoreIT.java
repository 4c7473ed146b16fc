package io.logaggregator.store.postgres;

import io.logaggregator.core.store.Store;
import io.logaggregator.testkit.StoreContract;

/** PostgreSQL keeps every promise of the contract. */
class PostgresStoreIT extends StoreContract {

    @Override
    protected Store emptyStore() {
        return TestStore.on(TestStore.newDatabase());
    }
}
