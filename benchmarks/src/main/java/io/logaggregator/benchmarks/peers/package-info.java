/** Other programs that store the messages of a topic in PostgreSQL, for comparison. */
@NullMarked
package io.logaggregator.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
