/**
 * Search, export and live tail of log events. Start at {@link
 * io.logaggregator.store.postgres.logs.PostgresLogSearch}.
 */
@NullMarked
package io.logaggregator.store.postgres.logs;

import org.jspecify.annotations.NullMarked;
