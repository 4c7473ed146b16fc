/**
 * The write path: positions, rows by binary COPY and rejected messages in one transaction, and the ledger. Start at {@link
 * io.logaggregator.store.postgres.ingest.PostgresIngestSession}.
 */
@NullMarked
package io.logaggregator.store.postgres.ingest;

import org.jspecify.annotations.NullMarked;
