/**
 * Logs over REST: search, export and live tail. Start with {@link
 * io.logaggregator.server.logs.LogsController}.
 */
@NullMarked
package io.logaggregator.server.logs;

import org.jspecify.annotations.NullMarked;
