/**
 * The values that hosts send: log events, metric samples and process snapshots, with their ids. Start at {@link
 * io.logaggregator.core.observation.Observation}.
 */
@NullMarked
package io.logaggregator.core.observation;

import org.jspecify.annotations.NullMarked;
