/**
 * Measurements of notifications. Start at {@link io.logaggregator.benchmarks.alerting.StormBenchmark}.
 */
@NullMarked
package io.logaggregator.benchmarks.alerting;

import org.jspecify.annotations.NullMarked;
