/**
 * Queries of metric series, and metrics derived from counters. Start at {@link io.logaggregator.core.metrics.MetricSearch}.
 */
@NullMarked
package io.logaggregator.core.metrics;

import org.jspecify.annotations.NullMarked;
