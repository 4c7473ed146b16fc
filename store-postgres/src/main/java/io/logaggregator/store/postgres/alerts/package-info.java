/**
 * Rules, channels, alerts with their timelines, and the outbox of notifications. Start at {@link
 * io.logaggregator.store.postgres.alerts.AlertJournal}, which writes every transition.
 */
@NullMarked
package io.logaggregator.store.postgres.alerts;

import org.jspecify.annotations.NullMarked;
