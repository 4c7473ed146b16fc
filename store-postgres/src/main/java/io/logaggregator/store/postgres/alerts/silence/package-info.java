/** Silences, mute intervals, inhibitions and muted notifications in PostgreSQL. Start at {@code PostgresMutedNotifications}. */
@NullMarked
package io.logaggregator.store.postgres.alerts.silence;

import org.jspecify.annotations.NullMarked;
