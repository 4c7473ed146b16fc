/**
 * Runs ingest and store maintenance, and records their metrics. Start with {@link
 * io.logaggregator.server.ingest.IngestLifecycle}.
 */
@NullMarked
package io.logaggregator.server.ingest;

import org.jspecify.annotations.NullMarked;
