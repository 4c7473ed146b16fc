/**
 * The {@link io.logaggregator.core.store.Store} on PostgreSQL 15 to 18: positions, observations and the ledger in one
 * transaction, rows by binary COPY into partitions of a day. {@link io.logaggregator.store.postgres.PostgresStore} is
 * the way in; the SQL stands beside the code that uses it, the schema in {@code migrations}.
 */
@NullMarked
package io.logaggregator.store.postgres;

import org.jspecify.annotations.NullMarked;
