/** Servers, databases and topics for measurements. Start with {@link io.logaggregator.benchmarks.environment.InProcessServer}. */
@NullMarked
package io.logaggregator.benchmarks.environment;

import org.jspecify.annotations.NullMarked;
