/**
 * Search, export and live tail of log events: conditions, queries, and the ports that answer them. Start at {@link
 * io.logaggregator.core.logs.LogSearch}.
 */
@NullMarked
package io.logaggregator.core.logs;

import org.jspecify.annotations.NullMarked;
