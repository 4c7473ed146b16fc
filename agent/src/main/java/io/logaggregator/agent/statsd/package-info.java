/**
 * Receives metrics in the protocols of StatsD and DogStatsD, and aggregates them. Start at {@link
 * io.logaggregator.agent.statsd.StatsdListener}.
 */
@NullMarked
package io.logaggregator.agent.statsd;

import org.jspecify.annotations.NullMarked;
