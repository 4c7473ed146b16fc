/** What was measured, as a table: beside each figure what it is compared with, its goal, and whether that holds. */
@NullMarked
package io.logaggregator.benchmarks.report;

import org.jspecify.annotations.NullMarked;
