/** Typical messages and rules, reproducible by seed. */
@NullMarked
package io.logaggregator.benchmarks.sample;

import org.jspecify.annotations.NullMarked;
