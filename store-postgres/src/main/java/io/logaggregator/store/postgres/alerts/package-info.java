/**
 * Rules, channels, alerts with their timelines, and the outbox of notifications. Start at {@link
 * io.logaggregator.store.postgres.alerts.PostgresAlertStates}, which loads and saves the states of an evaluation.
 */
@NullMarked
package io.logaggregator.store.postgres.alerts;

import org.jspecify.annotations.NullMarked;
