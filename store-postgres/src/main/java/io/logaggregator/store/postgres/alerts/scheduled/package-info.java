/**
 * Rules that are evaluated at multiples of an interval: their statements and their schedule. Start at {@link
 * io.logaggregator.store.postgres.alerts.scheduled.ScheduledSql}.
 */
@NullMarked
package io.logaggregator.store.postgres.alerts.scheduled;

import org.jspecify.annotations.NullMarked;
