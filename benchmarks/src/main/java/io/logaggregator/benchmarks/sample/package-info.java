/** What is measured with: messages and rules as people have them, the same ones for the same seed. */
@NullMarked
package io.logaggregator.benchmarks.sample;

import org.jspecify.annotations.NullMarked;
