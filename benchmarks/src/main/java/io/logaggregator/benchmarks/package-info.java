/** How fast: programs that measure on the real servers and print a table of ratios. */
@NullMarked
package io.logaggregator.benchmarks;

import org.jspecify.annotations.NullMarked;
