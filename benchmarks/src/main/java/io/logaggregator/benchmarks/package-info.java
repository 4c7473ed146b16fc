/** How fast, how large, how close to the limit: measured on the real servers, told as one table. */
@NullMarked
package io.logaggregator.benchmarks;

import org.jspecify.annotations.NullMarked;
