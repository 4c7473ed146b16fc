/**
 * Stored logs and metrics as a backtest reads them. Start at {@link
 * io.logaggregator.store.postgres.alerts.backtest.PostgresStoredHistory}.
 */
@NullMarked
package io.logaggregator.store.postgres.alerts.backtest;

import org.jspecify.annotations.NullMarked;
