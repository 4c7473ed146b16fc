/** Benchmarks of the whole system on real servers. {@link io.logaggregator.benchmarks.Benchmarks} is the program. */
@NullMarked
package io.logaggregator.benchmarks;

import org.jspecify.annotations.NullMarked;
