/**
 * Starts the ingest once the database is there, stops it in time, does the store's upkeep, and counts what is done in
 * Micrometer's terms.
 */
@NullMarked
package io.logaggregator.server.ingest;

import org.jspecify.annotations.NullMarked;
