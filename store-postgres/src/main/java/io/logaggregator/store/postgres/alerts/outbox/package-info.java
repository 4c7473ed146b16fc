/** The outbox of notifications: claims of single ones and of groups, and their results. Start at {@code PostgresOutbox}. */
@NullMarked
package io.logaggregator.store.postgres.alerts.outbox;

import org.jspecify.annotations.NullMarked;
