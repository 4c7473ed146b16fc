/**
 * Ingest over HTTP, rejected messages, and the ledger. Start with {@link
 * io.logaggregator.server.ingest.api.IngestController}.
 */
@NullMarked
package io.logaggregator.server.ingest.api;

import org.jspecify.annotations.NullMarked;
