/**
 * Queries of metric series, hosts and processes. Start at {@link
 * io.logaggregator.store.postgres.metrics.PostgresMetricSearch}.
 */
@NullMarked
package io.logaggregator.store.postgres.metrics;

import org.jspecify.annotations.NullMarked;
