/**
 * Sends canary events through queue, ingest and store, and searches for them as a client would, so that lost and late data
 * is detected end to end. Start with {@code Canary}.
 */
@NullMarked
package io.logaggregator.server.operations.canary;

import org.jspecify.annotations.NullMarked;
