/** The table of results: baseline, ratio and goal of each result. */
@NullMarked
package io.logaggregator.benchmarks.report;

import org.jspecify.annotations.NullMarked;
