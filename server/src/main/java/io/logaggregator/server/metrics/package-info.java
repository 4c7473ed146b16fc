/**
 * Metrics over REST.
 */
@NullMarked
package io.logaggregator.server.metrics;

import org.jspecify.annotations.NullMarked;
