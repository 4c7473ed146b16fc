/**
 * An independent implementation of the semantics of alert rules, slow and without optimizations, for comparison with the
 * engine. Start with {@link io.logaggregator.testkit.oracle.ThresholdOracle}.
 */
@NullMarked
package io.logaggregator.testkit.oracle;

import org.jspecify.annotations.NullMarked;
