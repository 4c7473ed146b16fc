/**
 * Metrics of senders other than the agent, and their translation to the names that the built-in rules read. Start at {@link
 * io.logaggregator.wire.metrics.HostMetrics}.
 */
@NullMarked
package io.logaggregator.wire.metrics;

import org.jspecify.annotations.NullMarked;
