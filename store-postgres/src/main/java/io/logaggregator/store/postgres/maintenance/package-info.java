/**
 * Daily partitions, retention and the maintenance of closed partitions. Start at {@link
 * io.logaggregator.store.postgres.maintenance.PostgresMaintenance}.
 */
@NullMarked
package io.logaggregator.store.postgres.maintenance;

import org.jspecify.annotations.NullMarked;
