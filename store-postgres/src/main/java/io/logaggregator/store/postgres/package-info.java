/**
 * The {@link io.logaggregator.core.store.Store} on PostgreSQL 15 to 18: positions, observations, alerts and the ledger in
 * one transaction, rows by binary COPY into daily partitions. Start at {@link
 * io.logaggregator.store.postgres.PostgresStore}; SQL is next to the code that uses it, the schema in {@code migrations}.
 */
@NullMarked
package io.logaggregator.store.postgres;

import org.jspecify.annotations.NullMarked;
