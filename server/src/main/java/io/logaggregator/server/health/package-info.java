/**
 * What health says, and what it can be trusted for: database, queue and ingest are watched all the time by one thread
 * each, so that asking for health costs nothing, never waits, and a change is logged even when nobody asks.
 */
@NullMarked
package io.logaggregator.server.health;

import org.jspecify.annotations.NullMarked;
